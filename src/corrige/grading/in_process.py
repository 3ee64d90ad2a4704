"""Run a submission in this process, for a person who debugs it. Not for grading a class."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corrige.course import Assignment
from corrige.grading._files import copy_files
from corrige.grading._grade import aligned
from corrige.grading._read import read_notebook
from corrige.grading.cells import bound_names, called_checks, grade_id, is_solution, is_test


@dataclass
class ExecutedSubmission:
    """The names of a submission, and what went wrong in its cells.

    at_cell: what they were worth at each test cell, by grade id.
    cell_of: the grade id of the test cell that calls a check, by (module, check).
    """

    path: Path
    at_cell: dict[str, dict[str, Any]] = field(default_factory=dict)
    cell_of: dict[tuple[str, str], str] = field(default_factory=dict)
    at_end: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str, module: str, check: str) -> tuple[Any, str | None]:
        """Return what `name` is worth at the cell of a check, or None and why there is nothing."""
        names = self.at_cell.get(self.cell_of.get((module, check), ""), self.at_end)
        if name in names:
            return names[name], None
        why = self.errors.get(name)
        return None, f"{self.path} does not define {name}" + (f": {why}" if why else "")


def execute(submission: Path | None, assignment: Assignment) -> ExecutedSubmission:
    """Run the cells of a submitted notebook, or the instructor's, and keep what they define.

    Its test cells are not run. A cell that fails is noted for the names it would have bound.
    Raises CourseError where the assignment has no notebook.
    """
    result = ExecutedSubmission(submission or assignment.source)
    sources = assignment.notebooks()
    for source in sources:
        if submission is not None and len(sources) > 1 and source.stem != submission.stem:
            continue
        path = (submission or source).resolve()
        notebook = aligned(path, source, assignment)
        unreadable = notebook.metadata["corrige"]["unreadable"]
        if unreadable:
            solutions = filter(is_solution, read_notebook(source).cells)
            names = {name for cell in solutions for name in bound_names(cell.source)}
            result.errors = dict.fromkeys(names, unreadable)
        with _scratch(path.parent, assignment.source), warnings.catch_warnings():
            warnings.simplefilter("default")
            _run(notebook.cells, result)
    return result


def _run(cells: list[Any], result: ExecutedSubmission) -> None:
    import torch  # noqa: F401  (before the shell: its first import is slow and may warn)
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    InteractiveShell.clear_instance()
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    for cell in cells:
        if cell.cell_type != "code":
            continue
        if is_test(cell):
            name = grade_id(cell) or ""
            result.at_cell[name] = dict(shell.user_ns)
            result.cell_of.update(dict.fromkeys(called_checks(cell.source), name))
            continue
        ran = shell.run_cell(cell.source)  # type: ignore[no-untyped-call]
        if (error := ran.error_before_exec or ran.error_in_exec) is not None:
            told = f"cell {grade_id(cell) or '(added)'} raises {type(error).__name__}: {error}"
            result.errors.update(dict.fromkeys(bound_names(cell.source), told))
    result.at_end.update(shell.user_ns)


@contextmanager
def _scratch(submission: Path, instructor: Path) -> Iterator[None]:
    """Work beside the instructor's files and, under other names, links to the submission's."""
    before, known = Path.cwd(), {*sys.modules}
    with tempfile.TemporaryDirectory(prefix="corrige-", ignore_cleanup_errors=True) as folder:
        copy_files(instructor, Path(folder), 2**30)
        for entry in submission.iterdir():
            if not (beside := Path(folder, entry.name)).exists():
                beside.symlink_to(entry.resolve())
        os.chdir(folder)
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            os.chdir(before)
            sys.path.remove(folder)
            for name in {*sys.modules} - known:
                if str(getattr(sys.modules[name], "__file__", "")).startswith(folder):
                    del sys.modules[name]  # another submission has its own
