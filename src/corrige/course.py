"""Where things are: the course, its assignments, the submissions.

The folders are nbgrader's own (`source/`, `release/`, `submitted/`, …); `grader_tests/` is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONFIG_NAME = "nbgrader_config.py"


class CourseError(Exception):
    """A folder or file of the course is missing or unusable; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's files for one assignment."""

    student: str
    assignment: str
    folder: Path

    def notebook(self, name: str) -> Path:
        """Return where the student's copy of the notebook `name` (no suffix) should lie."""
        return self.folder / f"{name}.ipynb"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of a course, as its author keeps it."""

    name: str
    source: Path
    release: Path
    checks: Path

    def notebooks(self) -> list[Path]:
        """Return the instructor's notebooks, in name order.

        Raises CourseError where there is none.
        """
        found = sorted(self.source.glob("*.ipynb"))
        if not found:
            raise CourseError(
                f"no notebook in {self.source}: the assignment {self.name!r} is unknown here; "
                f"run the command from the folder that holds {CONFIG_NAME}, or check the name"
            )
        return found


@dataclass(frozen=True, slots=True)
class Course:
    """A course folder: the one that holds `nbgrader_config.py`."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Return the course that `start` (default: the working directory) lies in.

        Raises CourseError where neither it nor a parent holds `nbgrader_config.py`.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / CONFIG_NAME).is_file():
                return cls(folder)
        raise CourseError(
            f"no {CONFIG_NAME} in {here} or above it: run the command inside a course folder"
        )

    def assignment(self, name: str) -> Assignment:
        return Assignment(
            name=name,
            source=self.root / "source" / name,
            release=self.root / "release" / name,
            checks=self.root / "grader_tests" / name,
        )

    def assignments(self) -> list[Assignment]:
        """Return the assignments that have a source notebook, in name order."""
        folders = sorted(path.parent for path in (self.root / "source").glob("*/*.ipynb"))
        return [self.assignment(folder.name) for folder in dict.fromkeys(folders)]

    def submission(self, student: str, assignment: str) -> Submission:
        return Submission(student, assignment, self.root / "submitted" / student / assignment)

    def submissions(self, assignment: str) -> Iterator[Submission]:
        """Yield what was handed in for the assignment, in student order."""
        for folder in sorted((self.root / "submitted").glob(f"*/{assignment}")):
            if folder.is_dir():
                yield Submission(folder.parent.name, assignment, folder)
