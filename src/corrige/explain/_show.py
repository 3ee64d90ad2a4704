"""Show an explanation to a person or a machine. What students wrote is shown inert."""

from __future__ import annotations

import itertools
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corrige.explain._values import ExplainedCell, ExplainedNotebook, Explanation
from corrige.grading import Broke
from corrige.inert import inert
from corrige.verdict import Outcome

STYLES = {
    Outcome.PASSED: "green",
    Outcome.PARTIAL: "yellow",
    Outcome.FAILED: "red",
    Outcome.UNGRADABLE: "magenta",
    Outcome.FAULT: "red bold",
}
MOST_NAMES = 12
"""Passed cells that are named; of more, their number says enough."""
_UNSAFE = "GRADED WITHOUT SANDBOX AND WALL: its points could be forged."
_OWN = "This runs the submission's code in your own account: only for code you would run yourself."


def as_json(found: Explanation) -> dict[str, Any]:
    """Return plain JSON data."""
    return {
        "student": found.student,
        "assignment": found.assignment,
        "total": found.total,
        "max_points": found.max_points,
        "notebooks": [
            {
                "name": notebook.name,
                "file": str(notebook.place),
                "unsafe": notebook.unsafe,
                "unreadable": notebook.unreadable,
                "notes": notebook.notes,
                "broke": [asdict(broke) for broke in notebook.broke],
                "cells": [
                    {
                        **cell.verdict.to_json(),
                        "recorded": None if cell.stored is None else asdict(cell.stored),
                        "command": cell.command,
                    }
                    for cell in notebook.cells
                ],
            }
            for notebook in found.notebooks
        ],
    }


def show(found: Explanation, console: Console) -> None:
    """Print what all test cells got, or one cell in full where one was asked for."""
    for notebook in found.notebooks:
        _out(console, f"{found.student}, {found.assignment}: {notebook.place}", "bold")
        if notebook.unsafe:
            _out(console, _UNSAFE, "red bold")
        if found.one is None:
            _overview(notebook, console)
        else:
            for cell in notebook.cells:
                _in_full(cell, console)
        for broke in notebook.broke:
            _out(console, f"{_where(broke)} broke a kernel: {broke.why}", "magenta")
    if found.one is None:
        _end(found, console)
    else:
        _command(found, found.notebooks[0].cells[0], console)


def _overview(notebook: ExplainedNotebook, console: Console) -> None:
    if notebook.unreadable:
        _out(console, f"the notebook cannot be read: {notebook.unreadable}", "magenta")
    for note in notebook.notes:
        _out(console, f"remark: {note}")
    seeds = {cell.verdict.seed for cell in notebook.cells} - {None}
    if len(seeds) == 1:
        _out(console, f"seed {seeds.pop()} in all cells")
    plain = [cell for cell in notebook.cells if _is_plain(cell)]
    rest = [cell for cell in notebook.cells if not _is_plain(cell)]
    width = max((len(cell.verdict.cell) for cell in rest), default=0)
    for (message, detail), cells in itertools.groupby(rest, _told):
        console.print()
        for cell in cells:
            _line(cell, width, console, seed=len(seeds) > 1)
        if message:
            console.print(Padding(inert(message), (0, 0, 0, 4)), highlight=False)
        if detail and detail.partition(": ")[2] not in message:
            console.print(Padding(inert(f"for the grader: {detail}", "dim"), (0, 0, 0, 4)))
    if plain:
        points = sum(cell.verdict.points for cell in plain)
        console.print()
        _out(console, f"{len(plain)} cells passed, {points:g} points", STYLES[Outcome.PASSED])
        if len(plain) <= MOST_NAMES:
            names = ", ".join(cell.verdict.cell for cell in plain)
            console.print(Padding(inert(names), (0, 0, 0, 4)), highlight=False)
    console.print()


def _told(cell: ExplainedCell) -> tuple[str, str]:
    """Return what is the same of cells that failed for one reason."""
    return cell.verdict.message, _last_line(cell.verdict.detail)


def _is_plain(cell: ExplainedCell) -> bool:
    """Whether it passed, and there is no more to it."""
    verdict = cell.verdict
    full = f"{verdict.points:g} of {verdict.max_points:g}"
    return verdict.outcome is Outcome.PASSED and _points(cell) == full


def _line(cell: ExplainedCell, width: int, console: Console, *, seed: bool) -> None:
    verdict = cell.verdict
    line = Text(f"{verdict.outcome:<10}  ", style=STYLES[verdict.outcome])
    line.append_text(inert(f"{verdict.cell:<{width}}  ", "bold"))
    line.append_text(inert(f"{_points(cell)}, {verdict.seconds:.2f} s"))
    if seed and verdict.seed is not None:
        line.append_text(inert(f", seed {verdict.seed}"))
    console.print(line, soft_wrap=True, highlight=False)


def _in_full(cell: ExplainedCell, console: Console) -> None:
    verdict = cell.verdict
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(overflow="fold")
    table.add_row("cell", inert(verdict.cell))
    table.add_row("outcome", _outcome(verdict.outcome))
    table.add_row("points", inert(_points(cell)))
    if verdict.message:
        table.add_row("message", inert(verdict.message))
    table.add_row("seed", "" if verdict.seed is None else str(verdict.seed))
    table.add_row("seconds", f"{verdict.seconds:.3f}")
    console.print(table)
    if verdict.detail:
        _out(console, f"\nfor the grader:\n{verdict.detail.rstrip()}\n")


def _end(found: Explanation, console: Console) -> None:
    if found.total is not None:
        _out(console, f"{found.total:g} of {found.max_points:g} points in the gradebook", "bold")
    cells = [cell for notebook in found.notebooks for cell in notebook.cells]
    lost = [cell for cell in cells if cell.verdict.outcome is not Outcome.PASSED] or cells[:1]
    if lost:
        _out(console, f"One in full: corrige explain {found.student} {found.assignment} CELL")
        _command(found, lost[0], console)


def _command(found: Explanation, cell: ExplainedCell, console: Console) -> None:
    if cell.command is None:
        return
    _out(console, f"The test of {cell.verdict.cell} again, in {found.root}:")
    _out(console, f"    {cell.command}", "bold")
    _out(console, _OWN, "yellow")


def _points(cell: ExplainedCell) -> str:
    verdict, stored = cell.verdict, cell.stored
    told = f"{verdict.points:g} of {verdict.max_points:g}"
    if stored is None:
        return f"{told}, not in the gradebook"
    if stored.manual is not None:
        told += f"; by hand {stored.manual:g}"
    elif stored.auto != verdict.points:
        told += f"; in the gradebook {'none' if stored.auto is None else f'{stored.auto:g}'}"
    if stored.extra:
        told += f"; extra {stored.extra:g}"
    return told + ("; for a person" if stored.needs_person and stored.manual is None else "")


def _outcome(outcome: Outcome) -> Text:
    return Text(str(outcome), style=STYLES[outcome])


def _where(broke: Broke) -> str:
    if broke.cell is None:
        return f"a cell that the student added (number {broke.place} of the notebook)"
    return f"cell {broke.cell}"


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _out(console: Console, text: str, style: str = "") -> None:
    console.print(inert(text, style), soft_wrap=True, highlight=False)
