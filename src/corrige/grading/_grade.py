"""`grade(submission, assignment)`: pure, so that anything can call it anywhere."""

from __future__ import annotations

import copy
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from corrige.course import Assignment, Submission
from corrige.grading._align import NOTES, align
from corrige.grading._execution import Execution
from corrige.grading._limits import Limits
from corrige.grading._notebook import NotebookGrading
from corrige.grading._plain import PlainExecution
from corrige.grading._read import Unreadable, read_notebook
from corrige.grading._runner import KernelFault
from corrige.grading._walled import Trusted, WalledExecution
from corrige.grading.cells import bound_names, code_text, grade_id, is_solution
from corrige.kernel import SandboxConfig
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


@dataclass(frozen=True)
class How:
    """How to grade: limits, where inputs come from, what is said, and in which sandbox.

    salt: enters the seed of every check's inputs; keep it from students.
    sandbox: limits of the sandboxes; None takes the defaults.
    unsafe: no sandbox, and tests in the student's kernel. Only for work you would run yourself.
    """

    limits: Limits = field(default_factory=Limits)
    salt: str = "corrige"
    language: str = "fr"
    sandbox: SandboxConfig | None = None
    unsafe: bool = False


def grade(
    submission: Submission, assignment: Assignment, how: How | None = None
) -> GradedSubmission:
    """Grade every notebook of `assignment` in `submission`.

    Reads both folders, works in a scratch folder of its own, writes to neither. There is exactly
    one verdict for each test cell of the instructor's notebooks, whatever the submission holds.

    Raises CourseError where the assignment has no notebook, KernelFault where this machine cannot
    run kernels as asked.
    """
    graded = []
    for path in assignment.notebooks():
        notebook = aligned(submission.notebook(path.stem), path, assignment)
        graded.append(grade_notebook(notebook, path.stem, submission, assignment, how or How()))
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
    notebook: NotebookNode, name: str, submission: Submission, assignment: Assignment, how: How
) -> GradedNotebook:
    """Grade one aligned notebook; its code finds the files of the submission beside it.

    Where the instructor's files have the same names, theirs count.
    """
    notebook = copy.deepcopy(notebook)
    source = read_notebook(assignment.source / f"{name}.ipynb")
    bound_by = {grade_id(c) or "": bound_names(c.source) for c in source.cells if is_solution(c)}

    def seed_of(cell: str) -> int:
        return seed(how.salt, submission.student, submission.assignment, cell)

    with tempfile.TemporaryDirectory(prefix="corrige-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        for files in (submission.folder, assignment.source):
            if files.is_dir():
                _make_way(files, folder)
                shutil.copytree(
                    files,
                    folder,
                    symlinks=True,
                    dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns(*_OUT_OF_PLACE),
                )
        names = frozenset().union(*bound_by.values())
        execution = _execution(notebook, folder, assignment, how, seed_of(""), names)
        try:
            verdicts = NotebookGrading(notebook, execution, how.limits, seed_of, bound_by).run()
        finally:
            execution.stop()
    notebook.metadata[NOTES]["unsafe"] = execution.unsafe
    if execution.unsafe:
        text = (
            "**CORRIGÉ SANS BAC À SABLE NI MUR : les points de ce rendu peuvent être falsifiés.**"
        )
        notebook.cells.insert(0, new_markdown_cell(text, id="sans-bac-a-sable"))
    return GradedNotebook(name, notebook, tuple(verdicts))


def _make_way(files: Path, folder: Path) -> None:
    """Remove from `folder` what copying `files` there would follow (links) or stumble over."""
    for wanted in files.rglob("*"):
        there = folder / wanted.relative_to(files)
        if there.is_symlink() or (there.is_file() and wanted.is_dir()):
            there.unlink()
        elif there.is_dir() and not wanted.is_dir():
            shutil.rmtree(there)


def _execution(
    notebook: NotebookNode,
    folder: Path,
    assignment: Assignment,
    how: How,
    seed: int,
    names: frozenset[str],
) -> Execution:
    checks = assignment.checks.parent
    if not how.unsafe:
        trusted = Trusted(
            files=assignment.source,
            checks=checks if checks.is_dir() else None,
            names=names,
            seed=seed,
            language=how.language,
            text=code_text(notebook.cells),
        )
        settings = SandboxConfig(**_traits(how.sandbox or SandboxConfig()))
        settings.notebook_seconds = how.limits.notebook + 60
        return WalledExecution(folder, trusted, how.limits, settings)
    environment = {
        **os.environ,
        "CORRIGE_SEED": str(seed),
        "CORRIGE_LANGUAGE": how.language,
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(checks.parent), os.environ.get("PYTHONPATH")])
        ),
        # Byte code of what students submit must not outlive the scratch folder.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    kernel_name = notebook.metadata.get("kernelspec", {}).get("name", "python3")
    return PlainExecution(folder, environment, how.limits, kernel_name)


def _traits(settings: SandboxConfig) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in SandboxConfig.class_traits(config=True)}


def seed(salt: str, student: str, assignment: str, cell: str) -> int:
    """Return the seed of one test cell of one submission, in [0, 2**48).

    That of the cell "" is the submission's: checks in the notebook derive theirs from it.
    """
    text = "\0".join((salt, student, assignment, cell))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


__all__ = ["GradedNotebook", "GradedSubmission", "How", "KernelFault", "grade"]
