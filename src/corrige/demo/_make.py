"""Write the submissions of the demonstration class, file mishaps included."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from corrige.authoring import BankEntry, compose, read_bank, reference_text
from corrige.course import Course
from corrige.demo._class import TIME, DemoError, DemoStudent, handed_in, read_class
from corrige.grading import read_notebook
from corrige.grading.cells import grade_id, is_test

_MADE = ".corrige-demo"
"""File of the course that lists the students the demonstration made, so that it overwrites no one
else's work."""


def write_class(course: Course, assignment: str) -> list[DemoStudent]:
    """Write every student's submission under `submitted/`, the same each time, and return them.

    Raises DemoError where a folder of that name holds work that the demonstration did not make.
    """
    about = course.assignment(assignment)
    due, students = read_class(course.root / "demo" / assignment / "class.toml")
    bank = read_bank(course.root / "bank" / assignment)
    source_path = about.notebooks()[0]
    released = read_notebook(about.release / source_path.name)
    reference = reference_text(read_notebook(source_path))
    made, ours = _guard(course, students)
    for student in students:
        folder = course.submission(student.id, assignment).folder
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(about.release, folder, ignore=shutil.ignore_patterns("*.ipynb"))
        notebook = _written(student, released, reference, bank)
        name, text = _deformed(student, notebook, source_path.name)
        (folder / name).write_text(text, encoding="utf-8")
        stamp = handed_in(student, due).strftime(TIME).strip() + " UTC"
        (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
    everyone = sorted({*ours, *(student.id for student in students)})
    made.write_text("\n".join(everyone), encoding="utf-8")
    return students


def _guard(course: Course, students: list[DemoStudent]) -> tuple[Path, list[str]]:
    made = course.root / _MADE
    ours = made.read_text(encoding="utf-8").split() if made.is_file() else []
    for student in students:
        folder = course.root / "submitted" / student.id
        if folder.exists() and student.id not in ours:
            raise DemoError(
                f"{folder} holds work that the demonstration did not make; run it in a copy of "
                "the course, or move that folder away"
            )
    return made, ours


def _written(
    student: DemoStudent,
    released: NotebookNode,
    reference: Mapping[str, str],
    bank: Mapping[str, BankEntry],
) -> NotebookNode:
    solutions = {name: text for name, text in reference.items() if name not in student.stub}
    for name in student.uses:
        if name not in bank:
            raise DemoError(f"student {student.id} uses {name}, which the bank does not hold")
        solutions.update(bank[name].cells)
    solutions.update(student.cells)
    answers = {"reponse": student.answer} if student.answer else {}
    notebook = compose(released, solutions, answers)
    for number, extra in enumerate(student.added):
        cell = new_code_cell(extra["source"], id=f"ajout-{number}")
        names = [grade_id(c) for c in notebook.cells]
        notebook.cells.insert(names.index(extra["after"]) + 1, cell)
    return notebook


def _deformed(student: DemoStudent, notebook: NotebookNode, name: str) -> tuple[str, str]:
    """Return the file's name and text after what happened to it."""
    if not student.deform:
        return name, _text(notebook)
    if student.deform == "wrong_name":
        return "TP_RNN (1).ipynb", _text(notebook)
    if student.deform not in _DEFORMATIONS:
        raise DemoError(f"student {student.id}: unknown deform {student.deform!r}")
    return name, _DEFORMATIONS[student.deform](notebook)


def _text(notebook: NotebookNode) -> str:
    return str(nbformat.writes(notebook))


def _not_json(notebook: NotebookNode) -> str:
    text = _text(notebook)
    return text[: len(text) // 3]


def _empty(notebook: NotebookNode) -> str:
    notebook.cells = []
    return _text(notebook)


def _format_3(notebook: NotebookNode) -> str:
    cells = []
    for cell in notebook.cells:
        old = {"cell_type": cell.cell_type, "metadata": cell.metadata}
        if cell.cell_type == "code":
            old |= {"input": cell.source, "language": "python", "outputs": [], "collapsed": False}
        else:
            old |= {"source": cell.source}
        cells.append(old)
    return json.dumps(
        {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {"name": ""},
            "worksheets": [{"cells": cells, "metadata": {}}],
        }
    )


def _cells_missing(notebook: NotebookNode) -> str:
    tests = [cell for cell in notebook.cells if is_test(cell)]
    gone = {id(cell) for cell in tests[::3]}
    notebook.cells = [cell for cell in notebook.cells if id(cell) not in gone]
    return _text(notebook)


def _cell_doubled(notebook: NotebookNode) -> str:
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if is_test(cell) or grade_id(cell) == "rnn_v2":
            twin = nbformat.from_dict(json.loads(json.dumps(cell)))
            twin.id = f"{cell.id}-bis"
            cells.append(twin)
    notebook.cells = cells
    return _text(notebook)


def _points_edited(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if is_test(cell):
            cell.metadata.nbgrader["points"] = 1000
            cell.metadata.nbgrader["schema_version"] = 1
            cell.source = "pass"
    return _text(notebook)


def _kernel_r(notebook: NotebookNode) -> str:
    notebook.metadata["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    notebook.metadata["language_info"] = {"name": "R"}
    return _text(notebook)


_DEFORMATIONS: Mapping[str, Callable[[NotebookNode], str]] = {
    "not_json": _not_json,
    "empty": _empty,
    "format_3": _format_3,
    "cells_missing": _cells_missing,
    "cell_doubled": _cell_doubled,
    "points_edited": _points_edited,
    "kernel_r": _kernel_r,
}
