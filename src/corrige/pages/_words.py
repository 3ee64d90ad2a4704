"""States and numbers as pages show them, in the language in force."""

from __future__ import annotations

from collections.abc import Mapping

from corrige.checks import language
from corrige.checks import translate as _
from corrige.standing import State

SYMBOLS: Mapping[State, str] = {
    State.PASSED: "✓",
    State.PARTIAL: "◐",
    State.FAILED: "✗",
    State.UNGRADABLE: "▲",
    State.WAITING: "•",
    State.NONE: "–",
}
COLOURS: Mapping[State, str] = {
    State.PASSED: "#cfe8d5",
    State.PARTIAL: "#fbe3a1",
    State.FAILED: "#f2b3ab",
    State.UNGRADABLE: "#d3c2ea",
    State.WAITING: "#d5e3f0",
    State.NONE: "#ffffff",
}
"""Light, for dark marks on them: no state is told by its colour alone."""


def number(value: float | None, digits: int = 1) -> str:
    """Return a number as the language writes it; a dash for None."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if language() == "fr" else text


def share(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{100 * value:.0f}" + ("\N{NO-BREAK SPACE}%" if language() == "fr" else "%")


def state_words(state: State) -> str:
    return {
        State.PASSED: _("passed"),
        State.PARTIAL: _("passed in part"),
        State.FAILED: _("not passed"),
        State.UNGRADABLE: _("could not be judged"),
        State.WAITING: _("waits for a person"),
        State.NONE: _("not graded"),
    }[state]
