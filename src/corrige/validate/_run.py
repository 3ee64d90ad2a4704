"""Run the tests that stand in a notebook, and judge them as autograde does."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from nbformat import NotebookNode
from nbgrader.apps.baseapp import NbGrader
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooOldError, ValidationError
from nbgrader.utils import compute_checksum

from corrige.checks import speaking
from corrige.checks import translate as _
from corrige.course import Course, CourseError
from corrige.grading import Grade, How, Unreadable, read_notebook
from corrige.grading._grade import closing
from corrige.grading._notebook import NotebookGrading
from corrige.grading._plain import plain_environment
from corrige.grading.cells import (
    bound_names,
    grade_id,
    has_code,
    is_answer,
    is_locked,
    is_test,
    max_points,
)
from corrige.validate._execution import OwnExecution
from corrige.verdict import Outcome, Verdict

_PYTHON = "python3"


class NotValidated(Exception):
    """The file cannot be validated; the text says why, and what to do."""


@dataclass(frozen=True)
class Validated:
    """What a notebook's tests say.

    verdicts: one for each test, and one for each question without an answer.
    hidden: how many test cells are empty here, since their tests are hidden.
    by_hand: points that a person gives for the answers.
    """

    path: Path
    language: str
    verdicts: tuple[Verdict, ...]
    hidden: int
    by_hand: float

    @property
    def passed(self) -> bool:
        return all(verdict.outcome is Outcome.PASSED for verdict in self.verdicts)


def validate(path: Path, *, language: str | None = None, timeout: float | None = None) -> Validated:
    """Run the notebook at `path` in an ordinary kernel, in its own folder.

    Limits and language are those of the course around it, where there is one. The file stays as
    it is.

    language: "fr" or "en". timeout: seconds that each cell may take.

    Raises NotValidated where it is no notebook with tests, CourseError where the course's
    configuration cannot be used, KernelFault where no kernel starts.
    """
    path = path.resolve()
    course, how = _settings(path.parent)
    how = replace(how, language=language or how.language)
    if timeout is not None:
        how = replace(how, limits=replace(how.limits, cell=timeout, test=timeout))
    with speaking(how.language):
        notebook = _read(path)
        shown = [cell for cell in notebook.cells if not _is_empty_test(cell)]
        hidden = len(notebook.cells) - len(shown)
        notebook.cells = shown
        judged, by_hand = _judged_before(notebook)
        verdicts = {verdict.cell: verdict for verdict in _ran(notebook, path.parent, course, how)}
        verdicts.update(judged)
    order = [name for cell in notebook.cells if (name := grade_id(cell)) in verdicts and name]
    in_order = tuple(verdicts[name] for name in order)
    return Validated(path, how.language, in_order, hidden, by_hand)


def _settings(folder: Path) -> tuple[Course | None, How]:
    try:
        course = Course.find(folder)
    except CourseError:
        return None, How()
    app = NbGrader()
    try:
        with contextlib.chdir(course.root):
            app.load_config_file()
        return course, Grade(config=app.config).how()
    except Exception as error:
        raise CourseError(
            f"{course.root}/nbgrader_config.py or a setting cannot be used: {error}"
        ) from error


def _read(path: Path) -> NotebookNode:
    try:
        notebook = read_notebook(path)
        MetadataValidator().validate_nb(notebook)
    except Unreadable as error:
        raise NotValidated(f"{path}: {error}") from error
    except SchemaTooOldError as error:
        raise NotValidated(f"{path} is of an old nbgrader: nbgrader update {path}") from error
    except ValidationError as error:
        raise NotValidated(
            f"{path}: its nbgrader metadata are damaged ({str(error).splitlines()[0]}); copy your "
            "answers into a fresh copy of the assignment"
        ) from error
    if not any(is_test(cell) or _was_test(cell) for cell in notebook.cells):
        raise NotValidated(f"{path} holds no test: take the assignment's notebook, as released")
    return notebook


def _judged_before(notebook: NotebookNode) -> tuple[dict[str, Verdict], float]:
    """Return the verdicts that need no run, by cell, and the points that a person gives."""
    judged: dict[str, Verdict] = {}
    by_hand = 0.0
    for cell in notebook.cells:
        name = grade_id(cell)
        if name is None:
            continue
        checksum = cell.metadata.nbgrader.get("checksum")
        same = checksum is not None and checksum == compute_checksum(cell)
        if is_answer(cell) or cell.metadata.nbgrader.get("task"):
            by_hand += max_points(cell)
            if same and is_answer(cell):
                judged[name] = Verdict.failed(name, max_points(cell), _("there is no answer yet"))
        elif _was_test(cell) or (is_test(cell) and checksum is not None and not same):
            told = _("this test was changed: when graded, the original counts")
            judged[name] = Verdict.ungradable(name, max_points(cell), told)
    return judged, by_hand


def _is_empty_test(cell: NotebookNode) -> bool:
    """Whether nothing is left of a test: running it would show it as passed."""
    return is_test(cell) and not has_code(cell.source)


def _was_test(cell: NotebookNode) -> bool:
    """Whether it was a test before someone changed the cell's type."""
    data = cell.metadata.get("nbgrader", {})
    return (
        cell.cell_type != "code"
        and data.get("cell_type") == "code"
        and bool(data.get("grade"))
        and not data.get("solution")
    )


def _ran(notebook: NotebookNode, folder: Path, course: Course | None, how: How) -> list[Verdict]:
    theirs = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and not is_test(cell) and not is_locked(cell)
    ]
    bound_by: dict[str, frozenset[str]] = {}
    for cell in theirs:
        name = grade_id(cell) or ""
        bound_by[name] = bound_by.get(name, frozenset()) | bound_names(cell.source)
    environment = {
        **plain_environment(0, how.language, course.root if course else None),
        # As under nbgrader validate.
        "NBGRADER_VALIDATING": "1",
        "NBGRADER_EXECUTION": "validate",
    }
    execution = OwnExecution(folder, environment, how.limits, _kernel(notebook))
    with closing(execution):
        return NotebookGrading(notebook, execution, how.limits, 0, bound_by).run()


def _kernel(notebook: NotebookNode) -> str:
    """Return the notebook's kernel where it is one of Python's that is installed here."""
    spec = notebook.metadata.get("kernelspec", {})
    name = str(spec.get("name", _PYTHON))
    python = str(spec.get("language", "python")).lower() == "python"
    return name if python and name in KernelSpecManager().find_kernel_specs() else _PYTHON
