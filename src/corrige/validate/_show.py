"""Show what a notebook's tests say. What the notebook says is shown inert."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from corrige.checks import speaking
from corrige.checks import translate as _
from corrige.inert import inert
from corrige.validate._run import Validated
from corrige.verdict import Outcome


def as_json(found: Validated) -> dict[str, Any]:
    """Return plain JSON data."""
    return {
        "notebook": str(found.path),
        "passed": found.passed,
        "hidden": found.hidden,
        "points_by_hand": found.by_hand,
        "cells": [verdict.to_json() for verdict in found.verdicts],
    }


def show(found: Validated, console: Console) -> None:
    """Print a table of all tests, in the language of their messages."""
    with speaking(found.language):
        words = {
            Outcome.PASSED: (_("passed"), "green"),
            Outcome.PARTIAL: (_("passed in part"), "yellow"),
            Outcome.FAILED: (_("not passed"), "red"),
            Outcome.UNGRADABLE: (_("could not be judged"), "magenta"),
            Outcome.FAULT: (_("could not be judged"), "red bold"),
        }
        longest = max((len(verdict.cell) for verdict in found.verdicts), default=0)
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
        table.add_column(_("cell"), overflow="fold", min_width=min(longest, 40))
        for column in (_("result"), _("points"), _("message")):
            table.add_column(column, overflow="fold")
        for verdict in found.verdicts:
            table.add_row(
                inert(verdict.cell),
                inert(*words[verdict.outcome]),
                f"{verdict.points:g}/{verdict.max_points:g}",
                inert(verdict.message),
            )
        console.print(table)
        bad = sum(verdict.outcome is not Outcome.PASSED for verdict in found.verdicts)
        if bad:
            told = _("{bad} of {all} do not pass.").format(bad=bad, all=len(found.verdicts))
        else:
            told = _("All visible tests pass.")
        console.print(inert(told, "bold red" if bad else "bold green"))
        if found.hidden:
            told = _("{count} hidden tests are run when your work is graded.")
            console.print(inert(told.format(count=found.hidden)))
        if found.by_hand:
            told = _("{points} more points are given by a person.").format(
                points=f"{found.by_hand:g}"
            )
            console.print(inert(told))
