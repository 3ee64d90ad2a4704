"""`grade(submission, assignment)`: pure, so that anything can call it anywhere."""

from __future__ import annotations

import copy
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from corrige.course import Assignment, Submission
from corrige.grading._align import NOTES, align
from corrige.grading._limits import Limits
from corrige.grading._notebook import NotebookGrading
from corrige.grading._read import Unreadable, read_notebook
from corrige.grading._runner import KernelFault, Runner
from corrige.grading.cells import grade_id
from corrige.verdict import Verdict

_OUT_OF_PLACE = ("*.ipynb", "__pycache__", ".ipynb_checkpoints")


@dataclass(frozen=True)
class GradedNotebook:
    """An executed notebook and one verdict for each of its test cells, in order."""

    name: str
    notebook: NotebookNode
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class GradedSubmission:
    """What grading one submission gives; nothing has been recorded anywhere yet."""

    student: str
    assignment: str
    notebooks: tuple[GradedNotebook, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return tuple(verdict for graded in self.notebooks for verdict in graded.verdicts)


def grade(
    submission: Submission,
    assignment: Assignment,
    *,
    limits: Limits | None = None,
    salt: str = "corrige",
    language: str = "fr",
) -> GradedSubmission:
    """Grade every notebook of `assignment` in `submission`.

    Reads both folders, works in a scratch folder of its own, writes to neither. There is exactly
    one verdict for each test cell of the instructor's notebooks, whatever the submission holds.

    Raises CourseError where the assignment has no notebook.
    """
    graded = []
    for path in assignment.notebooks():
        notebook = aligned(submission.notebook(path.stem), path, assignment)
        files = [assignment.source, submission.folder]
        graded.append(
            grade_notebook(
                notebook,
                path.stem,
                files=files,
                seed=submission_seed(salt, submission.student, submission.assignment),
                course_root=assignment.checks.parent.parent,
                limits=limits or Limits(),
                language=language,
            )
        )
    return GradedSubmission(submission.student, submission.assignment, tuple(graded))


def aligned(path: Path, source: Path, assignment: Assignment) -> NotebookNode:
    """Return the submitted notebook at `path`, aligned with the instructor's at `source`."""
    submitted, unreadable = None, None
    try:
        submitted = read_notebook(path)
    except Unreadable as error:
        unreadable = str(error)
    notebook = align(submitted, read_notebook(source), released_text(assignment, source.name))
    notebook.metadata[NOTES]["unreadable"] = unreadable
    return notebook


def released_text(assignment: Assignment, name: str) -> dict[str, str]:
    """Return the text students started from, by grade id; empty where nothing is released."""
    try:
        released = read_notebook(assignment.release / name)
    except Unreadable:
        return {}
    texts = ((grade_id(cell), cell.source) for cell in released.cells)
    return {name: text for name, text in texts if name is not None}


def grade_notebook(
    notebook: NotebookNode,
    name: str,
    *,
    files: Iterable[Path],
    seed: int,
    course_root: Path,
    limits: Limits,
    language: str,
) -> GradedNotebook:
    """Grade one aligned notebook; `files` are folders whose content its code may open.

    Where two of them hold one file, the earlier folder's counts. A kernel that does not start is
    a fault: all test cells get it.
    """
    notebook = copy.deepcopy(notebook)
    with tempfile.TemporaryDirectory(prefix="corrige-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        for source in reversed(list(files)):
            if source.is_dir():
                shutil.copytree(
                    source,
                    folder,
                    dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns(*_OUT_OF_PLACE),
                )
        environment = {
            **os.environ,
            "CORRIGE_SEED": str(seed),
            "CORRIGE_LANGUAGE": language,
            "PYTHONPATH": os.pathsep.join(
                filter(None, [str(course_root), os.environ.get("PYTHONPATH")])
            ),
            # Byte code of what students submit must not outlive the scratch folder.
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        kernel_name = notebook.metadata.get("kernelspec", {}).get("name", "python3")
        with Runner(folder, environment, limits, kernel_name) as runner:
            verdicts = NotebookGrading(notebook, runner, limits, seed).run()
    return GradedNotebook(name, notebook, tuple(verdicts))


def submission_seed(salt: str, student: str, assignment: str) -> int:
    """Return the seed a submission's checks draw from, in [0, 2**48)."""
    text = "\0".join((salt, student, assignment))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


__all__ = ["GradedNotebook", "GradedSubmission", "KernelFault", "grade"]
