"""nbgrader's own commands, called in this process: collect, generate_feedback, release_feedback."""

from __future__ import annotations

import glob
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, write
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config import Config

from corrige.autograde import Class
from corrige.feedback import FeedbackExporter, StudentsView

_log = logging.getLogger("corrige.watch")
_log.propagate = False
_log.addHandler(logging.NullHandler())


class CommandError(Exception):
    """A command of nbgrader's failed; the text is the last of what it said."""


class Nbgrader:
    """The commands, configured as in the course."""

    def __init__(self, course: Class) -> None:
        app = NbGrader(config=Config(course.config))
        app.log = _log
        self._root = str(course.root)
        self.coursedir = app.coursedir = CourseDirectory(parent=app, root=self._root)
        self._api = NbGraderAPI(coursedir=self.coursedir, parent=app)

    @property
    def has_exchange(self) -> bool:
        """Whether there is an exchange that can be used."""
        return bool(self._api.exchange_is_functional)

    @property
    def inbound(self) -> Path:
        """Where nbgrader's default exchange puts what students hand in."""
        return Path(self._api.exchange_root, str(self.coursedir.course_id), "inbound")

    def place_of_submission(self, assignment: str, student: str) -> Path:
        """Return the folder that a student's submission is collected into."""
        coursedir = self.coursedir
        return Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))

    def collect(self, assignment: str, student: str) -> None:
        """Copy a student's newest submission from the exchange to submitted/.

        Raises CommandError.
        """
        with self._for(student):
            _done(self._api.collect(assignment, update=True))

    def full_feedback(self, assignment: str, student: str) -> None:
        """Write to feedback/ what `nbgrader generate_feedback` does. Raises CommandError."""
        with self._for(student):
            _done(self._api.generate_feedback(assignment, glob.escape(student), force=True))

    def page(
        self, assignment: str, student: str, notebooks: dict[str, NotebookNode], scratch: Path
    ) -> None:
        """Write notebooks to feedback/ as pages without points. Raises CommandError, OSError.

        scratch: a folder to work in; what else is in its <student>/<assignment> goes along.
        """
        with (
            self._for(student),
            temp_attrs(
                self.coursedir,
                assignment_id=assignment,
                student_id=glob.escape(student),
                autograded_directory=str(scratch),
            ),
        ):
            place = Path(self.coursedir.format_path(str(scratch), student, assignment))
            for name, notebook in notebooks.items():
                write(notebook, place / f"{name}.ipynb")
            app = GenerateFeedback(coursedir=self.coursedir, parent=self._api)
            app.exporter_class = FeedbackExporter
            app.preprocessors = [StudentsView]
            app.force = True
            _done(capture_log(app))

    def place(self, step: Path, assignment: str, student: str) -> Path:
        """Return the folder that `page` takes its files from."""
        return Path(self.coursedir.format_path(str(step), student, assignment))

    def release_feedback(self, assignment: str, student: str) -> bool:
        """Put the student's pages into the exchange, as `nbgrader release_feedback` does.

        Returns False where the submission did not come through the exchange: it has no secret by
        which its student could find the pages. Raises CommandError.
        """
        folder = Path(
            self.coursedir.format_path(self.coursedir.feedback_directory, student, assignment)
        )
        if not (folder / "submission_secret.txt").is_file():
            return False
        if not (folder / "timestamp.txt").is_file():
            return False
        _done(self._api.release_feedback(assignment, glob.escape(student)))
        return True

    @contextmanager
    def _for(self, student: str) -> Iterator[None]:
        # nbgrader puts back what it was set to only where nothing goes wrong.
        kept = {name: getattr(self.coursedir, name) for name in _SET}
        self.coursedir.student_id = glob.escape(student)
        try:
            yield
        finally:
            for name, value in kept.items():
                setattr(self.coursedir, name, value)


_SET = ("student_id", "assignment_id", "autograded_directory")


def _done(result: dict[str, Any]) -> None:
    if not result["success"]:
        last = str(result.get("error", "")).strip().splitlines()[-1:]
        said = [
            line.strip()
            for line in str(result.get("log", "")).splitlines()
            if line.startswith(("[ERROR]", "[CRITICAL]"))
        ]
        raise CommandError("; ".join([*said[-1:], *last]) or "nbgrader failed without a word")
