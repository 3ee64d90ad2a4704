"""A graded notebook as a student asks about it: question by question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from corrige.feedback._grades import Grades, Mark
from corrige.feedback._students_view import ABOUT
from corrige.grading.cells import grade_id, is_graded, is_locked, is_solution, is_test
from corrige.standing import State

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.M)
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[^\n]*$", re.M | re.S)
_COMMENT = re.compile(r"^[ \t]*#+[ \t]?(.*)$")

NO_ANSWER = "No response."
"""The comment that nbgrader itself makes where an answer was left as it was."""
_SAID_ANYWAY = re.compile(
    r"(?:tests? (?:cachés?|visibles?)|(?:hidden|visible) tests?) *(?:\([^)]*\))? *(?:[.:]|$) *",
    re.I,
)


@dataclass(frozen=True)
class Part:
    """One graded cell of a question.

    place: of the cell in the notebook. title: what it is about, as its author put it.
    proves, finding: what the check proves, and what it found wrong. see: where to look.
    """

    name: str
    place: int
    title: str
    mark: Mark
    proves: str
    finding: str
    see: tuple[str, ...]
    is_test: bool
    hidden: bool

    @property
    def state(self) -> State:
        return self.mark.result.state


class _Parts:
    """What several graded cells earned together."""

    parts: Sequence[Part]

    @property
    def points(self) -> float:
        return sum(part.mark.result.points for part in self.parts)

    @property
    def max_points(self) -> float:
        return sum(part.mark.max_points for part in self.parts)


@dataclass(frozen=True)
class Told(_Parts):
    """Parts of a question of which the same is to be said."""

    state: State
    finding: str
    see: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass
class Question(_Parts):
    """What stands under one heading: places of its heading and answers, its graded cells.

    comments: the grader's, each with the place of the cell that it is about. unanswered: whether
    a cell was left as it was.
    """

    title: str
    statement: int | None = None
    answers: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    unanswered: bool = False

    @property
    def wanting(self) -> list[Told]:
        """The parts that have not all of their points; those of which the same is told are one."""
        told: dict[tuple[State, str, tuple[str, ...]], list[Part]] = {}
        for part in self.parts:
            if part.state is not State.PASSED:
                told.setdefault((part.state, part.finding, part.see), []).append(part)
        return [Told(*same, tuple(parts)) for same, parts in told.items()]

    @property
    def passed(self) -> list[Part]:
        return [part for part in self.parts if part.state is State.PASSED]

    def count(self, state: State) -> int:
        return sum(part.state is state for part in self.parts)


def questions(notebook: NotebookNode, grades: Grades) -> list[Question]:
    """Return the questions that have points or a comment, in the notebook's order.

    A question begins with a cell to be filled in, and takes its title from the heading before it;
    without one of its own, from the cell's id.
    """
    found: list[Question] = []
    heading: tuple[int, str] | None = None
    for place, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        if name is None:
            continue
        told = is_locked(cell) and not is_graded(cell) and cell.cell_type == "markdown"
        if told and (title := heading_of(cell.source)):
            heading = (place, title)
        begins = is_solution(cell) and (heading is not None or not is_graded(cell))
        if is_graded(cell) and not is_test(cell) and heading is not None:
            begins = True
        if begins or (is_graded(cell) and not found):
            found.append(Question(heading[1], heading[0]) if heading else Question(name))
            heading = None
        if not found:
            continue
        question = found[-1]
        if is_solution(cell) or (is_graded(cell) and not is_test(cell)):
            question.answers.append(place)
        if name in grades.marks and is_graded(cell):
            question.parts.append(_part(cell, name, place, grades.marks[name]))
        if grades.comments.get(name) == NO_ANSWER:
            question.unanswered = True
        elif name in grades.comments:
            question.comments.append((place, grades.comments[name]))
    return [question for question in found if question.parts or question.comments]


def heading_of(text: str) -> str:
    """Return the heading of a text in Markdown: its first, but for a title above all others."""
    found = [(len(marks), title) for marks, title in _HEADING.findall(_FENCE.sub("", text))]
    below = [title for level, title in found if level > 1] or [title for _level, title in found]
    return below[0] if below else ""


def _part(cell: NotebookNode, name: str, place: int, mark: Mark) -> Part:
    about = cell.metadata.get(ABOUT, {})
    wrong = mark.result.state in (State.FAILED, State.PARTIAL)
    proves, finding = "", mark.result.message
    if wrong:
        finding = finding or _shown_error(cell)
        if about.get("names_check") and "\n" in finding:
            proves, _, finding = (part.strip() for part in finding.partition("\n"))
    return Part(
        name=name,
        place=place,
        title=_title(cell) if is_test(cell) else "",
        mark=mark,
        proves=proves,
        finding=finding,
        see=tuple(about.get("see", ())) if wrong else (),
        is_test=is_test(cell),
        hidden=bool(about.get("hidden")),
    )


def _shown_error(cell: NotebookNode) -> str:
    """Return what the cell itself shows: graded without corrige, no verdict tells more."""
    errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
    return str(errors[0].evalue) if errors else ""


def _title(cell: NotebookNode) -> str:
    """Return the comment that a test cell begins with, without what the page says anyway."""
    return _SAID_ANYWAY.sub("", " ".join(_leading_comment(cell.source)))


def _leading_comment(source: str) -> Iterator[str]:
    for line in source.splitlines():
        if (found := _COMMENT.match(line)) is None:
            return
        if text := found[1].strip():
            yield text
