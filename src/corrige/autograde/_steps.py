"""nbgrader's own way through a notebook, with the steps that use the gradebook put on values."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from nbconvert.writers import FilesWriter
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from corrige.gradebook import AssignmentKey, Layout, NotebookKey, NotebookRecord
from corrige.grading import VERDICTS, Grade, RecordVerdicts
from corrige.verdict import Verdict

Resources = dict[str, Any]


class Steps(Autograde):  # type: ignore[misc]
    """`nbgrader autograde`'s converter, as configured, for one notebook at a time.

    It writes to no gradebook: what nbgrader would have saved is collected into a NotebookRecord.
    """

    key: NotebookKey
    scores: dict[str, Row]
    comments: dict[str, Row]
    penalised: bool
    verdicts: tuple[Verdict, ...]
    flagged: frozenset[str]

    @classmethod
    def from_config(cls, root: str, assignment: str, config: Mapping[str, Any]) -> Steps:
        app = NbGrader(config=Config(config))
        app.log = logging.getLogger("corrige.autograde")
        app.log.propagate = False
        app.log.setLevel(logging.WARNING)
        app.coursedir = CourseDirectory(parent=app, root=root)
        app.coursedir.assignment_id = assignment
        steps = cls(coursedir=app.coursedir, parent=app)
        steps.writer = FilesWriter(parent=steps, config=steps.config)
        steps.exporter = steps.exporter_class(parent=steps, config=steps.config)
        # Once after all steps instead of once after each: it is the result that must be valid.
        steps.exporter.optimistic_validation = True
        return steps

    def grades_in_sandbox(self) -> bool:
        """Whether our Grade is among the configured steps."""
        return any(
            issubclass(configured_class(step), Grade) for step in self.autograde_preprocessors
        )

    def grade(self) -> Grade:
        """Return our Grade as it is configured."""
        return Grade(parent=self.exporter)

    def layout(self) -> Layout:
        """Return how the autograded folder is laid out."""
        assignment = self.coursedir.assignment_id
        return Layout(
            source=Path(
                self.coursedir.format_path(self.coursedir.source_directory, ".", assignment)
            ),
            ignore=tuple(self.coursedir.ignore),
            kept=frozenset(self.exclude_overwriting.get(assignment, [])),
            permissions=int(str(self.permissions), 8),
            groupshared=self.coursedir.groupshared,
        )

    def late_step(self) -> AssignLatePenalties:
        """Return nbgrader's step with the configured plugin."""
        step = AssignLatePenalties(parent=self.exporter)
        step.init_plugin()
        return step

    def late_penalty(self, student: str, score: float, seconds: float) -> float | None:
        """Return what nbgrader's plugin takes off a notebook; None where it takes nothing."""
        step = self.late_step()
        penalty = step.plugin_inst.late_submission_penalty(student, score, seconds)
        if penalty is None:
            return None
        return float(step._check_late_penalty(_Scored(score), penalty))

    def graded(self, key: AssignmentKey, submitted: str, target: Path, name: str) -> NotebookRecord:
        """Grade the notebook `name`, in `target`, where the other files lie already."""
        self._begin(key.notebook(name))
        self.convert_single_notebook(str(Path(submitted, f"{name}.ipynb")))
        return NotebookRecord(
            name=name,
            text=(target / f"{name}.ipynb").read_text(encoding="utf-8"),
            scores={cell: row.auto_score for cell, row in self.scores.items()},
            comments={cell: row.auto_comment for cell, row in self.comments.items()},
            flagged=self.flagged,
            penalised=self.penalised,
            verdicts=tuple(v.to_json() for v in self.verdicts),
        )

    def _begin(self, key: NotebookKey) -> None:
        self.key, self.scores, self.comments = key, {}, {}
        self.penalised, self.verdicts, self.flagged = False, (), frozenset()

    def write_single_notebook(self, output: str, resources: Resources) -> None:
        super().write_single_notebook(output, resources)
        self.verdicts = tuple(resources.get(VERDICTS, ()))

    def _init_preprocessors(self) -> None:
        self.exporter._preprocessors = []
        steps = self.sanitize_preprocessors if self._sanitizing else self.autograde_preprocessors
        for step in steps:
            found = configured_class(step)
            self.exporter.register_preprocessor(_STAND_INS.get(found, found))


class Row:
    """A row of the gradebook, as far as a step writes it."""

    auto_score: float | None = None
    manual_score: None = None
    needs_manual_grade: bool = False
    auto_comment: str | None = None


class _Scored:
    def __init__(self, score: float) -> None:
        self.score = score


class _KeyGradebook:
    """Answers a step what it asks of the gradebook, out of the assignment's key."""

    def __init__(self, steps: Steps) -> None:
        self._steps, self._key = steps, steps.key
        self.db = self

    def commit(self) -> None:
        """There is nothing to commit: the writer does."""

    def find_notebook(self, _notebook: str, _assignment: str) -> NotebookKey:
        return self._key

    def find_source_cell(self, name: str, *_where: str) -> Any:
        return self._one([cell for cell in self._key.source_cells if cell.name == name], name)

    def find_graded_cell(self, name: str, *_where: str) -> Any:
        return self._one([c for c in self._key.cells if c.name == name and c.is_graded], name)

    def find_grade(self, name: str, *where: str) -> Row:
        self.find_graded_cell(name, *where)
        return self._steps.scores.setdefault(name, Row())

    def find_comment(self, name: str, *_where: str) -> Row:
        self._one([c for c in self._key.cells if c.name == name and c.is_commented], name)
        return self._steps.comments.setdefault(name, Row())

    def _one(self, found: list[Any], name: str) -> Any:
        if not found:
            raise MissingEntry(
                f"the gradebook does not know the cell {name}: run nbgrader generate_assignment"
            )
        return found[0]


def _steps_of(step: Any) -> Steps:
    steps: Steps = step.parent.parent
    return steps


class _Kernelspec(OverwriteKernelspec):  # type: ignore[misc]
    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        kept = _steps_of(self).key.kernelspec
        kernelspec = None if kept is None else json.loads(kept)
        if kernelspec:
            nb.metadata["kernelspec"] = kernelspec
        return nb, resources


class _Cells(OverwriteCells):  # type: ignore[misc]
    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        _prepare(self, resources)
        nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
        if self.add_missing_cells:
            nb, resources = self.add_missing_grade_cells(nb, resources)
            nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class _Scores(SaveAutoGrades):  # type: ignore[misc]
    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        _prepare(self, resources)
        result: tuple[NotebookNode, Resources] = NbGraderPreprocessor.preprocess(
            self, nb, resources
        )
        return result


class _Flags(RecordVerdicts):
    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        verdicts = resources.get(VERDICTS, ())
        _steps_of(self).flagged = frozenset(v.cell for v in verdicts if v.needs_person)
        return nb, resources


class _Metadata(CheckCellMetadata):  # type: ignore[misc]
    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        try:
            _Validator().validate_nb(nb)
        except Exception:
            # In nbgrader's own words, then.
            result: tuple[NotebookNode, Resources] = super().preprocess(nb, resources)
            return result
        return nb, resources


class _Validator(MetadataValidator):  # type: ignore[misc]
    """nbgrader's, which remembers what was valid: a class has the same metadata over and over."""

    _valid: ClassVar[set[tuple[str, str]]] = set()

    def validate_cell(self, cell: NotebookNode) -> None:
        if "nbgrader" not in cell.metadata:
            return
        known = (json.dumps(cell.metadata["nbgrader"], sort_keys=True), str(cell.cell_type))
        if known not in self._valid:
            super().validate_cell(cell)
            self._valid.add(known)


class _Late(AssignLatePenalties):  # type: ignore[misc]
    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        _steps_of(self).penalised = True
        return nb, resources


_STAND_INS: dict[type, type] = {
    OverwriteKernelspec: _Kernelspec,
    OverwriteCells: _Cells,
    SaveAutoGrades: _Scores,
    RecordVerdicts: _Flags,
    AssignLatePenalties: _Late,
    CheckCellMetadata: _Metadata,
}


def _prepare(step: Any, resources: Resources) -> None:
    about = resources["nbgrader"]
    step.notebook_id, step.assignment_id = about["notebook"], about["assignment"]
    step.student_id = about["student"]
    step.gradebook = _KeyGradebook(_steps_of(step))


def configured_class(step: Any) -> type:
    """Return the class of a step, which configurations hold as a class or its dotted name."""
    found: type = import_item(step) if isinstance(step, str) else step
    return found
