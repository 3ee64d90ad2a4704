"""What a dry run tells, to people and to machines."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any, Protocol, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corrige.autograde._difference import CellChange, Difference, Judged
from corrige.autograde._report import Line, State, Summary
from corrige.inert import inert


class DryReport(Protocol):
    """Is told how a dry run goes; `difference` is there for what was graded."""

    def start(self, assignment: str, students: int, jobs: int) -> None: ...
    def line(self, line: Line, difference: Difference | None) -> None: ...
    def end(self, summary: Summary) -> None: ...


class DryJson:
    """One JSON object a line."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._changed = 0

    def start(self, assignment: str, students: int, jobs: int) -> None:
        self._write("start", assignment=assignment, submissions=students, jobs=jobs, dry_run=True)

    def line(self, line: Line, difference: Difference | None) -> None:
        told: dict[str, Any] = {
            "student": line.student,
            "state": str(line.state),
            "why": line.why,
            "seconds": line.seconds,
            "warnings": line.warnings,
        }
        if difference is not None:
            self._changed += difference.any
            told |= {
                "changed": difference.any,
                "before": difference.before,
                "after": difference.after,
                "max_points": line.max_points,
                "cells": [asdict(change) for change in difference.cells],
            }
        self._write("submission", **told)

    def end(self, summary: Summary) -> None:
        self._write(
            "end",
            assignment=summary.assignment,
            **{state.replace(" ", "_"): summary.states[state] for state in State},
            changed=self._changed,
            left=summary.left,
            stopped=summary.stopped,
            seconds=round(summary.seconds, 3),
            status=summary.status,
        )

    def _write(self, event: str, **values: Any) -> None:
        print(json.dumps({"event": event, **values}), file=self._out, flush=True)


class DryText:
    """A table for each student for whom something would change, and lines about trouble."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._changed = self._same = 0

    def start(self, assignment: str, students: int, jobs: int) -> None:
        self._out(f"{assignment}: {students} submissions, {jobs} at a time, nothing is written")

    def line(self, line: Line, difference: Difference | None) -> None:
        if line.state is State.FAULT:
            self._out(f"{line.student}: NOT GRADED, and not the student's fault: {line.why}", "red")
        elif line.state is State.NOT_GRADED:
            self._out(f"{line.student}: NOT GRADED: {line.why}", "yellow")
        elif difference is None or not difference.any:
            self._same += 1
        else:
            self._changed += 1
            before = "not graded" if difference.before is None else f"{difference.before:g}"
            self._out(
                f"{line.student}: {before} → {difference.after:g} of {line.max_points:g} points",
                "bold",
            )
            self._console.print(_table(difference))

    def end(self, summary: Summary) -> None:
        counts = [f"{self._changed} would change", f"{self._same} would not"]
        counts += [
            f"{summary.states[state]} {state}"
            for state in (State.NOT_GRADED, State.FAULT)
            if summary.states[state]
        ]
        if summary.left:
            counts.append(f"{summary.left} left")
        self._out(f"{', '.join(counts)}; nothing was written ({summary.seconds:.1f} s)", "bold")

    def _out(self, text: str, style: str = "") -> None:
        self._console.print(inert(text, style), soft_wrap=True, highlight=False)


def _table(difference: Difference) -> Table:
    several = len({change.notebook for change in difference.cells}) > 1
    table = Table()
    for column in ("cell", "before", "after", "message before", "message after"):
        table.add_column(column, overflow="fold")
    for change in difference.cells:
        before = change.before or Judged(None)
        name = f"{change.notebook}: {change.cell}" if several else change.cell
        same = before.message == change.after.message
        table.add_row(
            inert(name),
            Text("not graded") if change.before is None else _judged(before, change),
            _judged(change.after, change),
            inert("" if same else before.message),
            inert(change.after.message),
        )
    return table


def _judged(judged: Judged, change: CellChange) -> Text:
    points = "for a person" if judged.points is None else f"{judged.points:g}"
    told = points if judged.outcome is None else f"{judged.outcome}, {points}"
    if change.manual is not None:
        told += f" ({change.manual:g} by hand counts)"
    return inert(told)
