"""`grade(submission, assignment)`: pure, so that anything can call it anywhere."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from corrige.checks import speaking
from corrige.checks import translate as _
from corrige.course import Assignment, Submission
from corrige.grading._align import NOTES, REMARKS, align
from corrige.grading._execution import Execution
from corrige.grading._files import copy_files
from corrige.grading._judge import NOT_GRADED
from corrige.grading._limits import Limits
from corrige.grading._notebook import NotebookGrading, twin
from corrige.grading._outputs import error_output
from corrige.grading._plain import PlainExecution, plain_environment
from corrige.grading._read import Unreadable, read_notebook, read_own
from corrige.grading._runner import KernelFault
from corrige.grading._walled import Trusted, WalledExecution, server
from corrige.grading.cells import bound_names, code_text, grade_id, is_solution, is_test
from corrige.kernel import SandboxConfig
from corrige.verdict import Verdict


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
    how = how or How()
    graded = []
    for path in assignment.notebooks():
        with speaking(how.language):
            notebook = aligned(submission.notebook(path.stem), path, assignment)
        graded.append(grade_notebook(notebook, path.stem, submission, assignment, how))
    return GradedSubmission(submission.student, submission.assignment, tuple(graded))


def trial(
    notebook: NotebookNode,
    name: str,
    assignment: Assignment,
    how: How,
    *,
    seed: int,
    tests: frozenset[str] | None = None,
) -> tuple[Verdict, ...]:
    """Judge one notebook that its author wants to see judged: verdicts alone, with a chosen seed.

    notebook: the instructor's cells, with any text in the solution cells; it is left as it is.
    tests: the test cells to run; None for all.

    As `grade`, in the same sandbox and behind the same wall, but no second kernel runs for what
    students get to see. Raises KernelFault where this machine cannot run kernels as asked.
    """
    cells = [
        twin(cell) if cell.cell_type == "code" else cell
        for cell in notebook.cells
        if tests is None or not is_test(cell) or grade_id(cell) in tests
    ]
    # What comes after the last test can act on none: often training and figures.
    judged = max((i + 1 for i, cell in enumerate(cells) if is_test(cell)), default=0)
    tried = NotebookNode(cells=cells[:judged], metadata=notebook.metadata)
    bound_by = _bound_by(assignment, name)
    names = frozenset().union(*bound_by.values())
    with speaking(how.language), _workplace(assignment, how) as (folder, settings):
        execution = _execution(tried, folder, assignment, how, settings, seed, names)
        with closing(execution):
            return tuple(NotebookGrading(tried, execution, how.limits, seed, bound_by).run())


def printed(
    notebook: NotebookNode, name: str, assignment: Assignment, how: How, files: Mapping[str, str]
) -> str:
    """Run the author's notebook without its tests; return what its last cell prints.

    It runs in one sandboxed kernel that finds `files` (name to text) and `grader_tests` beside it.
    Raises KernelFault as `trial` does.
    """
    bound_by = _bound_by(assignment, name)
    with speaking(how.language), _workplace(assignment, how) as (folder, settings):
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        if (checks := assignment.checks.parent).is_dir():
            shutil.copytree(checks, folder / checks.name)
        execution = _execution(notebook, folder, assignment, how, settings, 0, frozenset())
        kernel = execution.shown() if isinstance(execution, WalledExecution) else execution
        with closing(kernel):
            NotebookGrading(notebook, kernel, how.limits, 0, bound_by).show()
    outputs = notebook.cells[-1].outputs
    return "".join(output.text for output in outputs if output.output_type == "stream")


def _bound_by(assignment: Assignment, name: str) -> dict[str, frozenset[str]]:
    """Return the names that the instructor's solution cells bind, by grade id."""
    source = read_own(assignment.source / f"{name}.ipynb")
    return {grade_id(c) or "": bound_names(c.source) for c in source.cells if is_solution(c)}


@contextmanager
def _workplace(assignment: Assignment, how: How) -> Iterator[tuple[Path, SandboxConfig]]:
    """Make a folder that holds the instructor's files; settings of our own come with it."""
    with _scratch(how) as folder:
        settings = SandboxConfig(**_traits(how.sandbox or SandboxConfig()))
        copy_files(assignment.source, folder, settings.scratch)
        yield folder, settings


def aligned(path: Path, source: Path, assignment: Assignment) -> NotebookNode:
    """Return the submitted notebook at `path`, aligned with the instructor's at `source`."""
    submitted, unreadable = None, None
    try:
        submitted = read_notebook(path)
    except Unreadable as error:
        unreadable = str(error)
    notebook = align(submitted, read_own(source), released_text(assignment, source.name))
    notebook.metadata[NOTES]["unreadable"] = unreadable
    return notebook


def released_text(assignment: Assignment, name: str) -> dict[str, str]:
    """Return the text students started from, by grade id; empty where nothing is released."""
    try:
        released = read_own(assignment.release / name)
    except Unreadable:
        return {}
    texts = ((grade_id(cell), cell.source) for cell in released.cells)
    return {name: text for name, text in texts if name is not None}


def grade_notebook(
    notebook: NotebookNode, name: str, submission: Submission, assignment: Assignment, how: How
) -> GradedNotebook:
    """Grade one aligned notebook, in place; its code finds the files of the submission beside it.

    Where the instructor's files have the same names, theirs count.
    """
    with speaking(how.language):
        return _graded(notebook, name, submission, assignment, how)


def _graded(
    notebook: NotebookNode, name: str, submission: Submission, assignment: Assignment, how: How
) -> GradedNotebook:
    bound_by = _bound_by(assignment, name)

    seed = submission_seed(how.salt, submission.student, submission.assignment)
    with _workplace(assignment, how) as (folder, settings):
        left_out = copy_files(submission.folder, folder, settings.scratch // 2)
        notebook.metadata[NOTES]["notes"] += [
            _("file left out: {why}").format(why=why) for why in left_out
        ]
        names = frozenset().union(*bound_by.values())
        execution = _execution(notebook, folder, assignment, how, settings, seed, names)
        if isinstance(execution, WalledExecution):
            shown = execution.shown()
            verdicts = _graded_apart(notebook, shown, execution, how.limits, seed, bound_by)
        else:
            with closing(execution):
                verdicts = NotebookGrading(notebook, execution, how.limits, seed, bound_by).run()
    notebook.metadata[NOTES]["unsafe"] = execution.unsafe
    if execution.unsafe:
        text = "**" + _("GRADED WITHOUT SANDBOX AND WALL: its points could be forged.") + "**"
        notebook.cells.insert(0, new_markdown_cell(text, id=REMARKS[0]))
    return GradedNotebook(name, notebook, tuple(verdicts))


@contextmanager
def _scratch(how: How) -> Iterator[Path]:
    """Make a folder for the submission's files, gone in the end, a killed grader's as well."""
    if how.unsafe:
        with tempfile.TemporaryDirectory(prefix="corrige-", ignore_cleanup_errors=True) as made:
            yield Path(made)
        return
    warm = server()
    folder = warm.scratch()
    try:
        yield folder
    finally:
        warm.discard(folder)


def _graded_apart(
    notebook: NotebookNode,
    shown: Execution,
    execution: Execution,
    limits: Limits,
    seed: int,
    bound_by: Mapping[str, frozenset[str]],
) -> list[Verdict]:
    """Grade, and take what the student's cells show from a kernel that no test has reached.

    What a solution is called with in a hidden test it could note down, for a later cell to print.
    """
    rehearsal = NotebookNode(
        cells=[twin(c) for c in notebook.cells if c.cell_type == "code" and not is_test(c)],
        metadata=notebook.metadata,
    )
    with closing(shown):
        first = NotebookGrading(rehearsal, shown, limits, seed, bound_by)
        first.show()
    with closing(execution):
        second = NotebookGrading(notebook, execution, limits, seed, bound_by, skip=first.broke)
        verdicts = second.run()
    outputs = {cell.id: cell for cell in rehearsal.cells}
    for cell in notebook.cells:
        if cell.cell_type == "code" and not is_test(cell):
            cell.outputs = outputs[cell.id].outputs
            cell.execution_count = outputs[cell.id].execution_count
            if cell.id in second.broke:
                cell.outputs.append(error_output(NOT_GRADED, second.broke[cell.id]))
    return verdicts


@contextmanager
def closing(execution: Execution) -> Iterator[None]:
    """Stop what runs when the context ends."""
    try:
        yield
    finally:
        execution.stop()


def _execution(
    notebook: NotebookNode,
    folder: Path,
    assignment: Assignment,
    how: How,
    settings: SandboxConfig,
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
        settings.notebook_seconds = how.limits.notebook + 60
        return WalledExecution(folder, trusted, how.limits, settings)
    environment = plain_environment(seed, how.language, checks.parent)
    kernel_name = notebook.metadata.get("kernelspec", {}).get("name", "python3")
    return PlainExecution(folder, environment, how.limits, kernel_name)


def _traits(settings: SandboxConfig) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in SandboxConfig.class_traits(config=True)}


def submission_seed(salt: str, student: str, assignment: str) -> int:
    """Return the seed of a submission, in [0, 2**48): each check derives its own from it."""
    text = "\0".join((salt, student, assignment))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


__all__ = ["GradedNotebook", "GradedSubmission", "How", "KernelFault", "grade", "printed", "trial"]
