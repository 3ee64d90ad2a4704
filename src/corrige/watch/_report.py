"""What a watch tells: one line a submission, for people or machines."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any, Protocol, TextIO

from rich.console import Console

from corrige.autograde import Line, State, Summary


class WatchReport(Protocol):
    """Is told what a watch does."""

    def begin(self, assignments: list[str], how: str) -> None: ...
    def graded(self, assignment: str, line: Line) -> None: ...
    def waits(self, assignment: str, student: str, seconds: float, why: str) -> None: ...
    def gave(self, assignment: str, student: str, what: str) -> None: ...
    def note(self, text: str) -> None: ...
    def end(self) -> None: ...


class JsonWatch:
    """One JSON object a line."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    def begin(self, assignments: list[str], how: str) -> None:
        self._write("watch", assignments=assignments, how=how)

    def graded(self, assignment: str, line: Line) -> None:
        self._write("submission", assignment=assignment, **asdict(line))

    def waits(self, assignment: str, student: str, seconds: float, why: str) -> None:
        values = {"assignment": assignment, "student": student, "why": why}
        self._write("waits", **values, seconds=round(seconds, 3))

    def gave(self, assignment: str, student: str, what: str) -> None:
        self._write("released", assignment=assignment, student=student, what=what)

    def note(self, text: str) -> None:
        self._write("note", text=text)

    def end(self) -> None:
        self._write("end")

    def _write(self, event: str, **values: Any) -> None:
        time = datetime.now().astimezone().isoformat(timespec="seconds")
        print(json.dumps({"event": event, "time": time, **values}), file=self._out, flush=True)


class TextWatch:
    """Lines with the time of day."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def begin(self, assignments: list[str], how: str) -> None:
        self._out(f"watching {', '.join(assignments)}, {how}; Ctrl-C ends it", "bold")

    def graded(self, assignment: str, line: Line) -> None:
        told, style = f"NOT GRADED: {line.why}", "yellow"
        if line.state is State.GRADED:
            told = f"{line.points:g} of {line.max_points:g} points, {line.seconds:.1f} s"
            style = ""
            if unjudged := line.outcomes.get("ungradable"):
                told += f", for a person: {unjudged} could not be judged"
        elif line.state is State.FAULT:
            told = f"NOT GRADED, and not the student's fault: {line.why}"
            style = "red"
        self._out(f"{line.student}, {assignment}: {told}", style)

    def waits(self, assignment: str, student: str, seconds: float, why: str) -> None:
        self._out(f"{student}, {assignment}: waits {_length(seconds)}, {why}", "dim")

    def gave(self, assignment: str, student: str, what: str) -> None:
        self._out(f"{student}, {assignment}: released: {what}", "dim")

    def note(self, text: str) -> None:
        self._out(text, "bold")

    def end(self) -> None:
        self._out("ended; what is recorded stays, and the same command goes on", "bold")

    def _out(self, text: str, style: str) -> None:
        time = datetime.now().strftime("%H:%M:%S")
        text = f"{time} {text}"
        self._console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


class BatchReport:
    """Hears how a batch goes, on behalf of the watch; implements autograde's Report."""

    def __init__(self, assignment: str, report: WatchReport) -> None:
        self.lines: dict[str, Line] = {}
        self._assignment, self._report = assignment, report

    def start(self, assignment: str, students: int, jobs: int) -> None: ...

    def line(self, line: Line) -> None:
        self.lines[line.student] = line
        if line.state is not State.UNCHANGED:
            self._report.graded(self._assignment, line)

    def note(self, text: str) -> None:
        self._report.note(text)

    def tick(self) -> None: ...

    def end(self, summary: Summary) -> None: ...


def _length(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
