"""The pictures of the report, as SVG to put into the page."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from corrige.checks import translate as _
from corrige.pages import COLOURS
from corrige.report._statistics import Distribution, Exercise
from corrige.report._values import Check, Student
from corrige.standing import State

INK, BAR = "#1f2933", "#2b6ca3"
_MARKS = {
    State.PARTIAL: "d",
    State.FAILED: "x",
    State.UNGRADABLE: "^",
    State.WAITING: ".",
    State.NONE: "_",
}
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "corrige",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def grades_plot(found: Distribution) -> str:
    """Draw how many grades lie in each tenth of the scale."""

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        widths = [b - a for a, b in zip(found.edges, found.edges[1:], strict=False)]
        axes.bar(found.edges[:-1], found.counts, widths, align="edge", color=BAR, edgecolor="white")
        if found.median is not None:
            axes.axvline(found.median, color=INK, linestyle="--", label=_("median"))
            axes.legend(frameon=False, loc="upper left")
        axes.set_xlabel(_("points"))
        axes.set_ylabel(_("students"))
        axes.set_xlim(found.edges[0], found.edges[-1])
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))

    return _svg("grades", (6.4, 3.2), draw)


def exercises_plot(found: Sequence[Exercise]) -> str:
    """Draw the share of points that each exercise earned."""

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        shares = [100 * (exercise.success or 0.0) for exercise in found]
        bars = axes.barh(range(len(found)), shares, color=BAR)
        told = [
            "–" if e.success is None else f"{share:.0f}"
            for e, share in zip(found, shares, strict=True)
        ]
        axes.bar_label(bars, told, padding=3)
        _name(axes.yaxis, [exercise.name for exercise in found])
        axes.invert_yaxis()
        axes.set_xlim(0, 109)
        axes.set_xlabel(_("share of the points earned, in %"))

    return _svg("exercises", (6.4, 0.9 + 0.36 * len(found)), draw)


def heat_map(checks: Sequence[Check], students: Sequence[Student]) -> str:
    """Draw the state of each check (columns) of each student (rows)."""
    states = list(State)
    rows = [[s.result(check).state for check in checks] for s in students]

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        axes.imshow(
            [[states.index(state) for state in row] for row in rows],
            cmap=ListedColormap([COLOURS[state] for state in states]),
            vmin=-0.5,
            vmax=len(states) - 0.5,
            aspect="auto",
            interpolation="nearest",
        )
        for state, mark in _MARKS.items():
            where = [(x, y) for y, row in enumerate(rows) for x, s in enumerate(row) if s is state]
            if where:
                xs, ys = zip(*where, strict=True)
                axes.plot(xs, ys, linestyle="none", marker=mark, color=INK, markersize=4)
        _name(axes.xaxis, [check.name for check in checks], rotation=90, fontsize=7)
        _name(axes.yaxis, [student.id for student in students], fontsize=8)
        edges = [
            number - 0.5
            for number, check in enumerate(checks)
            if number and check.exercise != checks[number - 1].exercise
        ]
        axes.vlines(edges, -0.5, len(rows) - 0.5, color=INK, linewidth=0.8)
        axes.spines[:].set_visible(True)
        axes.set_xlim(-0.5, len(checks) - 0.5)
        axes.set_ylim(len(rows) - 0.5, -0.5)

    width = 2 + 0.16 * max(len(checks), 8)
    return _svg(f"heat-{students[0].id}", (width, 2.6 + 0.19 * max(len(rows), 2)), draw)


def attempts_plot(days: Sequence[tuple[str, int]]) -> str:
    """Draw how many submissions came in on each day."""

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        axes.bar(range(len(days)), [count for _day, count in days], color=BAR)
        _name(axes.xaxis, [day for day, _count in days], rotation=45, ha="right")
        axes.set_ylabel(_("submissions"))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlim(-1, max(len(days), 3))

    return _svg("attempts", (6.4, 3.0), draw)


def _name(axis: Any, names: Sequence[str], **style: Any) -> None:
    """Label the ticks; a $ in a name is no formula."""
    for label in axis.set_ticks(range(len(names)), names, **style):
        label.label1.set_parse_math(False)


def _svg(name: str, size: tuple[float, float], draw: Callable[[Figure], None]) -> str:
    """Return the picture as an `<svg>` whose ids are its own and that a page's width scales."""
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # Text stays text: the reader's fonts count, not what matplotlib's lack.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = _METADATA.sub("", svg[svg.index("<svg") :])
    head, body = svg.split(">", 1)
    svg = f'{_SIZE.sub("", head)} focusable="false">{body}'
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return _IDS.sub(lambda match: f"{match[1]}p{mark}-", svg)


_IDS = re.compile(r'(\bid="|url\(#|xlink:href="#)')
_SIZE = re.compile(r'\s(?:width|height)="[^"]*"')
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
