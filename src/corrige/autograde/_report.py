"""What a run tells: events, as plain values, and the three ways to show them."""

from __future__ import annotations

import enum
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from corrige.autograde._job import Answer

_WARNINGS = 2
"""How many remarks on one submission are shown to people."""


class State(enum.StrEnum):
    """What became of a submission."""

    GRADED = "graded"
    UNCHANGED = "unchanged"
    NOT_GRADED = "not graded"
    FAULT = "fault"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One submission.

    outcomes: how many test cells ended how. points: the autograder's, of all that can be had.
    """

    student: str
    state: State
    why: str = ""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    points: float = 0.0
    max_points: float = 0.0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


def line_of(answer: Answer, *, points: float = 0.0, max_points: float = 0.0) -> Line:
    """Return what there is to tell of an answer; the points where there is a grade."""
    record = answer.record
    if record is None or answer.fault or answer.problem:
        return Line(
            student=answer.student,
            state=State.FAULT if answer.fault else State.NOT_GRADED,
            why=answer.fault or answer.problem,
            seconds=answer.seconds,
            warnings=answer.warnings,
        )
    verdicts = [verdict for notebook in record.notebooks for verdict in notebook.verdicts]
    return Line(
        student=answer.student,
        state=State.GRADED,
        outcomes=dict(Counter(str(verdict["outcome"]) for verdict in verdicts)),
        points=points,
        max_points=max_points,
        seconds=answer.seconds,
        warnings=answer.warnings,
    )


@dataclass(kw_only=True)
class Summary:
    """A whole run."""

    assignment: str
    states: Counter[State] = field(default_factory=Counter)
    flagged: int = 0
    seconds: float = 0.0
    stopped: bool = False
    left: int = 0
    changed: bool = False
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, line: Line) -> None:
        self.states[line.state] += 1
        self.flagged += bool(line.outcomes.get("ungradable"))
        if line.state is State.GRADED:
            self.slowest = sorted([*self.slowest, (line.seconds, line.student)])[-3:]

    @property
    def status(self) -> int:
        """The exit status: see `corrige autograde --help`."""
        if self.stopped:
            return 130
        if self.states[State.FAULT]:
            return 4
        return 3 if self.states[State.NOT_GRADED] else 0


class Report(Protocol):
    """Is told how a run goes."""

    def start(self, assignment: str, students: int, jobs: int) -> None: ...
    def line(self, line: Line) -> None: ...
    def note(self, text: str) -> None: ...
    def tick(self) -> None: ...
    def end(self, summary: Summary) -> None: ...


class JsonReport:
    """One JSON object a line, for machines."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    def start(self, assignment: str, students: int, jobs: int) -> None:
        self._write("start", assignment=assignment, submissions=students, jobs=jobs)

    def line(self, line: Line) -> None:
        self._write("submission", **asdict(line))

    def note(self, text: str) -> None:
        self._write("note", text=text)

    def tick(self) -> None: ...

    def end(self, summary: Summary) -> None:
        self._write(
            "end",
            assignment=summary.assignment,
            **{state.replace(" ", "_"): summary.states[state] for state in State},
            flagged=summary.flagged,
            left=summary.left,
            stopped=summary.stopped,
            seconds=round(summary.seconds, 3),
            slowest=[{"student": s, "seconds": round(t, 3)} for t, s in summary.slowest[::-1]],
            status=summary.status,
        )

    def _write(self, event: str, **values: Any) -> None:
        print(json.dumps({"event": event, **values}), file=self._out, flush=True)


class TextReport:
    """Lines; on a terminal a bar below them, and only the lines that want attention."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._done = 0
        self._total = 0
        self._slowest = 0.0

    def start(self, assignment: str, students: int, jobs: int) -> None:
        self._total = students
        self._console.print(
            f"{assignment}: {_count(students, 'submission')}, {jobs} at a time", highlight=False
        )
        if self._console.is_terminal:
            # No thread of its own: workers are forked from this process.
            self._bar = Progress(
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                TextColumn("{task.description}"),
                console=self._console,
                auto_refresh=False,
            )
            self._bar.add_task("", total=students)
            self._bar.start()

    def line(self, line: Line) -> None:
        self._done += 1
        slow = line.seconds > 2 * self._slowest and self._done > 5
        self._slowest = max(self._slowest, line.seconds)
        wants_attention = line.state in (State.NOT_GRADED, State.FAULT) or line.warnings
        if self._bar is None or wants_attention or slow:
            self._print(line, " (slow)" if slow else "")
        if self._bar is not None:
            (task,) = self._bar.task_ids
            self._bar.update(task, advance=1, description=line.student, refresh=True)

    def _print(self, line: Line, mark: str) -> None:
        count = f"[{self._done}/{self._total}] " if self._bar is None else ""
        match line.state:
            case State.GRADED:
                told = f"{line.points:g} of {line.max_points:g} points, {line.seconds:.1f} s{mark}"
                if unjudged := line.outcomes.get("ungradable"):
                    told += f", {_count(unjudged, 'cell')} could not be judged: for a person"
            case State.UNCHANGED:
                told = "unchanged, not graded again"
            case State.NOT_GRADED:
                told = f"NOT GRADED: {line.why}"
            case State.FAULT:
                told = f"NOT GRADED, and not the student's fault: {line.why}"
        style = {State.NOT_GRADED: "yellow", State.FAULT: "red"}.get(line.state, "")
        self._out(f"{count}{line.student}: {told}", style)
        for warning in line.warnings[:_WARNINGS]:
            self._out(f"    {warning}", "dim")
        if (more := len(line.warnings) - _WARNINGS) > 0:
            self._out(f"    and {_count(more, 'more remark')}, in full with --json", "dim")

    def note(self, text: str) -> None:
        self._out(text, "bold")

    def tick(self) -> None:
        if self._bar is not None:
            self._bar.refresh()

    def end(self, summary: Summary) -> None:
        if self._bar is not None:
            self._bar.stop()
        counts = [f"{summary.states[s]} {s}" for s in State if summary.states[s]]
        if summary.flagged:
            counts.append(f"{summary.flagged} with cells for a person (nbgrader formgrade)")
        if summary.left:
            counts.append(f"{summary.left} left")
        self._out(f"{', '.join(counts) or 'nothing done'} in {summary.seconds:.1f} s", "bold")
        if len(summary.slowest) == 3 and summary.slowest[-1][0] > 10:
            told = ", ".join(f"{name} {time:.1f} s" for time, name in summary.slowest[::-1])
            self._out(f"slowest: {told}", "")
        if summary.changed:
            self._out("the assignment was changed meanwhile: run the same command again", "yellow")
        if summary.stopped:
            self._out("stopped; what is recorded stays: the same command goes on", "yellow")
        elif summary.states[State.FAULT]:
            self._out("mend what is named above, then the same command grades the rest", "yellow")

    def _out(self, text: str, style: str) -> None:
        self._console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
