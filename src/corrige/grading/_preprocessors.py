"""What `nbgrader_config.py` plugs into `nbgrader autograde`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Enum, Float, Integer, Unicode

from corrige.checks import speaking
from corrige.course import Assignment, CourseError, Submission
from corrige.grading._align import NOTES, align
from corrige.grading._grade import How, grade_notebook, released_text
from corrige.grading._limits import Limits
from corrige.grading._read import Unreadable, read_own
from corrige.kernel import SandboxConfig
from corrige.verdict import Outcome, Verdict

Resources = dict[str, Any]
VERDICTS = "corrige_verdicts"
"""Key of nbconvert's resources under which the verdicts travel from one step to the next."""


class CorrigeError(Exception):
    """Grading could not go on, and it is not the student's doing."""


class Align(NbGraderPreprocessor):  # type: ignore[misc]
    """Put the instructor's cells back around what the student wrote; see `align`."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        assignment = _assignment(self, resources)
        path = assignment.source / f"{resources['nbgrader']['notebook']}.ipynb"
        try:
            source = read_own(path)
        except Unreadable as error:
            raise CourseError(f"instructor's notebook {path}: {error}") from error
        unreadable = nb.metadata.get(NOTES, {}).get("unreadable") if not nb.cells else None
        with speaking(Grade(parent=self.parent).language):
            aligned = align(
                None if unreadable else nb, source, released_text(assignment, path.name)
            )
        aligned.metadata[NOTES]["unreadable"] = unreadable
        for note in aligned.metadata[NOTES]["notes"]:
            self.log.warning("%s, %s: %s", resources["nbgrader"]["student"], path.name, note)
        return aligned, resources


class Grade(NbGraderPreprocessor):  # type: ignore[misc]
    """Run the notebook and judge its test cells, in place of nbgrader's Execute."""

    timeout = Float(30, help="Seconds that a cell of the student's may take.").tag(config=True)
    test_timeout = Float(15, help="Seconds that a test cell may take.").tag(config=True)
    notebook_timeout = Float(600, help="Seconds that a whole notebook may take.").tag(config=True)
    output_limit = Integer(2**20, help="Bytes that one cell may print.").tag(config=True)
    strikes = Integer(
        2,
        help="Crashes and time-outs in test cells after which tests of the same names are not run.",
    ).tag(config=True)
    salt = Unicode(
        "corrige", help="Enters the seed of every check's inputs; keep it from students."
    ).tag(config=True)
    language = Enum(["fr", "en"], "fr", help="Language of the messages of checks.").tag(config=True)

    unsafe_no_sandbox = Bool(
        False,
        help="Run without sandbox and wall, for work you would run yourself; said in every report.",
    ).tag(config=True)

    def how(self) -> How:
        """Return the settings as a value."""
        return How(
            limits=Limits(
                cell=self.timeout,
                test=self.test_timeout,
                notebook=self.notebook_timeout,
                output=self.output_limit,
                strikes=self.strikes,
            ),
            salt=self.salt,
            language=self.language,
            sandbox=SandboxConfig(parent=self),
            unsafe=self.unsafe_no_sandbox,
        )

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        about = resources["nbgrader"]
        assignment = _assignment(self, resources)
        folder = Path(resources["metadata"]["path"]).resolve()
        graded = grade_notebook(
            nb,
            about["notebook"],
            Submission(about["student"], about["assignment"], folder),
            assignment,
            self.how(),
        )
        if graded.notebook.metadata[NOTES]["unsafe"]:
            self.log.warning(
                "NO SANDBOX: %s's code could read and change all that you can", about["student"]
            )
        faults = [v for v in graded.verdicts if v.outcome is Outcome.FAULT]
        if faults:
            raise CorrigeError(
                f"{about['student']} is not graded, and this is not the student's fault: "
                f"{faults[0].message}. Nothing was recorded; mend it and run autograde again"
            )
        for verdict in graded.verdicts:
            if verdict.needs_person:
                self.log.warning(
                    "%s, cell %s: could not be graded, flagged for a person (%s)",
                    about["student"],
                    verdict.cell,
                    verdict.message,
                )
        resources[VERDICTS] = graded.verdicts
        graded.notebook.metadata[NOTES]["verdicts"] = [v.to_json() for v in graded.verdicts]
        return graded.notebook, resources


class RecordVerdicts(NbGraderPreprocessor):  # type: ignore[misc]
    """Flag what could not be graded for a person, after nbgrader has saved the points."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        verdicts: tuple[Verdict, ...] = resources.get(VERDICTS, ())
        unjudged = [verdict.cell for verdict in verdicts if verdict.needs_person]
        if unjudged:
            about = resources["nbgrader"]
            with Gradebook(about["db_url"]) as gradebook:
                for cell in unjudged:
                    row = gradebook.find_grade(
                        cell, about["notebook"], about["assignment"], about["student"]
                    )
                    row.needs_manual_grade = True
                gradebook.db.commit()
        return nb, resources


def _assignment(component: Any, resources: Resources) -> Assignment:
    """Return the assignment that nbgrader is at work on, in the folders it was configured with."""
    while (coursedir := getattr(component, "coursedir", None)) is None:
        component = component.parent
        if component is None:
            raise CourseError("corrige's preprocessors run under `nbgrader autograde` alone")
    root, name = Path(coursedir.root).resolve(), resources["nbgrader"]["assignment"]

    def folder(directory: str) -> Path:
        return root / str(coursedir.format_path(directory, ".", name))

    return Assignment(
        name=name,
        source=folder(coursedir.source_directory),
        release=folder(coursedir.release_directory),
        checks=root / "grader_tests" / name,
    )


__all__ = ["Align", "CorrigeError", "Grade", "RecordVerdicts"]
