"""Find what was recorded of one submission."""

from __future__ import annotations

import contextlib
import difflib
import glob
import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Assignment
from sqlalchemy import Connection, select

from corrige.autograde import Chosen, Class, open_store
from corrige.course import Course, CourseError
from corrige.explain._values import ExplainedCell, ExplainedNotebook, Explanation
from corrige.gradebook import (
    AssignmentKey,
    StoredSubmission,
    read_key,
    read_stored,
    read_students,
)
from corrige.grading import Kept, NotOurs, Unreadable, is_hidden, read_kept
from corrige.grading.cells import called_checks, grade_id
from corrige.verdict import Verdict


class ExplainError(CourseError):
    """There is nothing to explain; the text says what to do."""


def explain(course: Course, student: str, assignment: str, cell: str | None = None) -> Explanation:
    """Return what was recorded of a submission, of one test cell where `cell` names it.

    Raises ExplainError where student, assignment or cell are unknown, where nothing was graded or
    not by corrige; AutogradeError and RecordError where configuration or gradebook cannot be used.
    """
    whole_class = Class(course, Chosen(assignment))
    with contextlib.chdir(whole_class.root):
        with contextlib.closing(open_store(whole_class, read_only=True)) as store:
            key = store.read(lambda connection: read_key(connection, assignment))
            if key is None:
                known = store.read(_assignments) | {one.name for one in course.assignments()}
                raise ExplainError(
                    f"the gradebook does not know the assignment {assignment!r}"
                    f"{_near(assignment, known)}; corrige explain STUDENT ASSIGNMENT [CELL]"
                )
            stored = store.read(lambda connection: read_stored(connection, assignment))
            students = store.read(read_students)
        found = _Finder(whole_class, key, student, stored.get(student)).all(students)
    return found if cell is None else _only(found, cell)


class _Finder:
    def __init__(
        self, whole_class: Class, key: AssignmentKey, student: str, stored: StoredSubmission | None
    ) -> None:
        self._class, self._key, self._student, self._stored = whole_class, key, student, stored
        self._submitted = whole_class.folders(glob.escape(student)).get(student)

    def all(self, students: Iterable[str]) -> Explanation:
        coursedir = self._class.coursedir
        place = Path(
            coursedir.format_path(coursedir.autograded_directory, self._student, self._key.name)
        )
        files = [(n.name, place / f"{n.name}.ipynb") for n in self._key.notebooks]
        there = [(name, path) for name, path in files if path.exists()]
        if not there:
            self._nothing(students)
        return Explanation(
            student=self._student,
            assignment=self._key.name,
            root=self._class.root,
            total=None if self._stored is None else self._stored.total,
            max_points=self._key.max_score,
            notebooks=tuple(self._notebook(name, path) for name, path in there),
        )

    def _nothing(self, students: Iterable[str]) -> None:
        """Raise what says why there is no graded notebook."""
        student, assignment = self._student, self._key.name
        if self._submitted is not None:
            raise ExplainError(
                f"{student}'s submission is not graded yet: "
                f"{shlex.join(['corrige', 'autograde', assignment, '--student', student])}"
            )
        known = set(students) | self._class.folders().keys()
        if student in known:
            raise ExplainError(
                f"{student} has handed in nothing for {assignment}: see nbgrader collect "
                f"{assignment}, or put it into {self._class.submitted}"
            )
        raise ExplainError(f"no student {student!r} is known here{_near(student, known)}")

    def _notebook(self, name: str, path: Path) -> ExplainedNotebook:
        again = shlex.join(
            ["corrige", "autograde", self._key.name, "--student", self._student, "--force"]
        )
        try:
            kept = read_kept(path)
        except NotOurs as error:
            raise ExplainError(
                f"{path} was not graded by corrige, so that no verdicts are in it: {again}"
            ) from error
        except Unreadable as error:
            raise ExplainError(f"{path}: {error}; it is written anew by {again}") from error
        return ExplainedNotebook(
            name=name,
            place=path,
            cells=tuple(self._cell(name, kept, verdict) for verdict in kept.verdicts),
            broke=kept.broke,
            notes=kept.notes,
            unreadable=kept.unreadable,
            unsafe=kept.unsafe,
        )

    def _cell(self, notebook: str, kept: Kept, verdict: Verdict) -> ExplainedCell:
        rows = self._stored.notebooks.get(notebook) if self._stored is not None else None
        cells = {grade_id(cell): cell for cell in kept.notebook.cells}
        return ExplainedCell(
            verdict=verdict,
            stored=None if rows is None else rows.cells.get(verdict.cell),
            command=self._command(notebook, cells.get(verdict.cell), verdict.seed),
        )

    def _command(self, notebook: str, cell: NotebookNode | None, seed: int | None) -> str | None:
        """Return what runs a cell's test on the submission, in the course's folder."""
        if cell is None or self._submitted is None:
            return None
        submission = self._submitted / f"{notebook}.ipynb"
        if submission.is_relative_to(self._class.root):
            submission = submission.relative_to(self._class.root)
        checks = Path("grader_tests", self._key.name)
        called = [
            (checks / f"{module}.py", check)
            for module, check in called_checks(cell.source)
            if (self._class.root / checks / f"{module}.py").is_file()
        ]
        if called:
            words = ["pytest", *dict.fromkeys(str(path) for path, _check in called)]
            words += ["--submission", str(submission)]
            words += ["-k", " or ".join(dict.fromkeys(check for _path, check in called))]
            words += [] if seed is None else ["--check-seed", str(seed)]
            return shlex.join(words)
        # Its test stands in the notebook: the student's own has it as well.
        return (
            None if is_hidden(cell.source) else f"corrige validate {shlex.quote(f'{submission}')}"
        )


def _only(found: Explanation, cell: str) -> Explanation:
    notebooks = tuple(
        replace(notebook, cells=chosen)
        for notebook in found.notebooks
        if (chosen := tuple(c for c in notebook.cells if c.verdict.cell == cell))
    )
    if not notebooks:
        known = [c.verdict.cell for notebook in found.notebooks for c in notebook.cells]
        raise ExplainError(f"{found.assignment} has no test cell {cell!r}{_near(cell, known)}")
    return replace(found, notebooks=notebooks, one=cell)


def _assignments(connection: Connection) -> set[str]:
    return set(connection.execute(select(Assignment.__table__.c.name)).scalars())


def _near(name: str, known: Iterable[str]) -> str:
    """Return the names that may have been meant, for the end of a sentence."""
    names = sorted(set(known))
    if close := difflib.get_close_matches(name, names, 3):
        return f"; did you mean {' or '.join(close)}?"
    some = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"; known: {some}" if names else ""
