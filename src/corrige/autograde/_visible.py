"""Run submissions against the visible tests alone, and record nothing.

What comes of it cannot depend on a hidden test: none is there. Telling students the visible part of
a complete run would not do: what a hidden test did to the student's objects, to its kernel or to
the time left shows in the tests after it.
"""

from __future__ import annotations

import copy
import glob
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from corrige.autograde._backend import Lost
from corrige.autograde._class import Class, without_hooks
from corrige.autograde._job import Answer, Job, Setup
from corrige.autograde._opening import open_pool
from corrige.autograde._stop import Stop
from corrige.gradebook import AssignmentKey, KeptCell
from corrige.grading import is_hidden, read_notebook, without_hidden_tests
from corrige.grading.cells import grade_id


def run_visible(
    whole_class: Class, key: AssignmentKey, students: Sequence[str], stop: Stop, jobs: int
) -> Iterator[tuple[str, Answer | Lost[Job]]]:
    """Yield what came of each student's submission as it lies there now, as they end.

    Students without a notebook are passed over. The text of a hidden test is not in the record's
    notebooks; its cell is, and its verdict means nothing.
    """
    folders = whole_class.folders()
    found = [whole_class.found(s, folders[s], key) for s in students if s in folders]
    todo = [Job(one.student, str(one.folder), one.selected) for one in found if one.selected]
    with tempfile.TemporaryDirectory(prefix="corrige-visible-") as scratch:
        config = without_hooks(whole_class.config)
        # An absolute step stands for itself in nbgrader's directory structure.
        directory = str(Path(scratch, "source"))
        config["CourseDirectory"] = {
            **config.get("CourseDirectory", {}),
            "source_directory": directory,
        }
        coursedir = whole_class.coursedir
        source = coursedir.format_path(coursedir.source_directory, ".", key.name)
        target = str(coursedir.directory_structure).format(
            nbgrader_step=directory, student_id=".", assignment_id=key.name
        )
        changed = _copy_without_hidden(Path(source), Path(target))
        setup = Setup(str(whole_class.root), key.name, config, _key_without_hidden(key, changed))
        pool = open_pool(whole_class, setup, min(jobs, max(1, len(todo))), stop)
        try:
            for job, answer in pool.run(iter(todo)):
                yield job.student, answer
        finally:
            pool.close()


def _copy_without_hidden(source: Path, target: Path) -> dict[tuple[str, str], NotebookNode]:
    """Copy what grading needs; return the cells that lost something, by notebook and grade id."""
    changed = {}
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.ipynb"))
    for path in glob.glob(f"{glob.escape(str(source))}/*.ipynb"):  # noqa: PTH207
        notebook = copy.deepcopy(read_notebook(Path(path)))
        for cell in notebook.cells:
            if is_hidden(cell.source):
                cell.source = without_hidden_tests(cell.source)
                changed[Path(path).stem, grade_id(cell) or ""] = cell
        nbformat.write(notebook, target / Path(path).name)
    return changed


def _key_without_hidden(
    key: AssignmentKey, changed: Mapping[tuple[str, str], NotebookNode]
) -> AssignmentKey:
    """Return the key with the cells as they are now: nbgrader puts each back as the key has it."""

    def now(notebook: str, kept: KeptCell) -> KeptCell:
        cell = changed.get((notebook, kept.name))
        if cell is None:
            return kept
        return replace(kept, source=cell.source, checksum=compute_checksum(cell))

    return replace(
        key,
        notebooks=tuple(
            replace(one, source_cells=tuple(now(one.name, kept) for kept in one.source_cells))
            for one in key.notebooks
        ),
    )
