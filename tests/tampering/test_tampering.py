"""Nobody gets a point, a test or another's row by tampering; honest twins lose nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from attacks import ATTACKS, CANARY, FOUND, INPUT, TWINS, Attack
from common import ASSIGNMENT, ROOT, copy_course, run_in
from nbgrader.api import Gradebook

from corrige.authoring import read_bank, reference_text
from corrige.grading import read_notebook
from corrige.grading.cells import grade_id, is_test, max_points

EVERY: dict[str, Attack] = {**ATTACKS, **{f"twin_{name}": twin for name, twin in TWINS.items()}}
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
SOURCE = read_notebook(ROOT / "source" / ASSIGNMENT / NOTEBOOK)
BANK = read_bank(ROOT / "bank" / ASSIGNMENT)
POINTS = {grade_id(cell) or "": max_points(cell) for cell in SOURCE.cells if is_test(cell)}


def digests(course: Path) -> dict[str, str]:
    """Return what lies in the folders that nothing of a student's may change."""
    return {
        str(path.relative_to(course)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("source", "release", "grader_tests", "submitted", "bank")
        for path in sorted((course / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A course in which every attack and twin was graded by one command, and has feedback."""
    course = copy_course(tmp_path_factory.mktemp("tampering") / "course")
    checks = course / "grader_tests" / ASSIGNMENT / "test_rnn_v2.py"
    checks.write_text(f"{checks.read_text()}\n{CANARY} = '{CANARY}'\n")
    released = read_notebook(course / "release" / ASSIGNMENT / NOTEBOOK)
    for name, attack in EVERY.items():
        folder = course / "submitted" / name / ASSIGNMENT
        for file, text in attack.files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text)
        folder.mkdir(parents=True, exist_ok=True)
        written = attack.notebook(released, reference_text(SOURCE), BANK, str(course))
        nbformat.write(written, folder / NOTEBOOK)
    ran = run_in(course, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert ran.returncode == 0, ran.stderr
    before = digests(course)
    ran = run_in(course, "corrige", "autograde", ASSIGNMENT)
    assert ran.returncode in (0, 3), ran.stdout + ran.stderr
    assert digests(course) == before
    ran = run_in(course, "nbgrader", "generate_feedback", ASSIGNMENT)
    assert ran.returncode == 0, ran.stderr
    yield course


@pytest.fixture(scope="module")
def grades(graded: Path) -> dict[str, dict[str, Any]]:
    """The rows of the gradebook, by student and cell."""
    with Gradebook(f"sqlite:///{graded}/gradebook.db") as gradebook:
        return {
            submission.student.id: {
                grade.name: {
                    "auto": grade.auto_score,
                    "manual": grade.manual_score,
                    "extra": grade.extra_credit,
                    "most": grade.max_score,
                }
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("name", EVERY)
def test_every_test_cell_gets_what_the_honest_part_deserves(name: str, grades) -> None:
    deserved = EVERY[name].deserved(BANK, POINTS)
    expected = {cell: most if cell in deserved else 0 for cell, most in POINTS.items()}
    assert {cell: grades[name][cell]["auto"] for cell in POINTS} == expected


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("name", EVERY)
def test_the_gradebook_holds_the_instructors_cells_and_nothing_of_the_students(
    name: str, grades
) -> None:
    rows = grades[name]
    assert set(rows) == set(POINTS) | {"pourquoi_pas_recurrent"}
    assert {cell: rows[cell]["most"] for cell in POINTS} == POINTS
    assert all(row["manual"] is None and row["extra"] is None for row in rows.values())


@pytest.mark.parametrize("name", EVERY)
def test_nothing_of_the_hidden_checks_is_in_what_the_students_code_wrote(
    name: str, graded: Path
) -> None:
    notebook = nbformat.read(graded / "autograded" / name / ASSIGNMENT / NOTEBOOK, 4)
    written = str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
    page = graded / "feedback" / name / ASSIGNMENT / f"{ASSIGNMENT}.html"
    for secret in (CANARY, f"{FOUND} ", f"{INPUT} ", "checks.state_is_carried", "READY_MADE"):
        assert secret not in written
    # The page shows the code of the student's cells, in which the words stand behind a quote.
    shown = re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8"))
    for secret in (CANARY + " =", "checks.state_is_carried(", "READY_MADE = "):
        assert secret not in shown
