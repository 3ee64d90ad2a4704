"""What shows without running anything: points, cells and checks that miss each other, leaks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from corrige.authoring.proving._proof import CheckRow, Level, Proof
from corrige.course import Assignment
from corrige.grading import Unreadable, read_notebook
from corrige.grading.cells import grade_id, is_graded, is_solution, is_test, max_points

BEGIN_HIDDEN = "### BEGIN HIDDEN TESTS"
_REGION = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)
_SCHEME = re.compile(r"### BEGIN MARK SCHEME\n(.*?)### END MARK SCHEME", re.DOTALL)
_MARKS = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME", "grader_tests")
_LONG = 30
"""Characters of a line that two authors would hardly write alike."""


def rows(notebooks: dict[str, NotebookNode]) -> list[CheckRow]:
    """Return a row for each test cell, in order; an exercise is the solution cell before it."""
    found = []
    for notebook in notebooks.values():
        exercise = ""
        for cell in notebook.cells:
            if is_test(cell):
                found.append(
                    CheckRow(
                        cell=grade_id(cell) or "",
                        exercise=exercise,
                        points=float(cell.metadata.nbgrader.get("points") or 0),
                        hidden=BEGIN_HIDDEN in cell.source,
                    )
                )
            elif is_solution(cell) and cell.cell_type == "code":
                exercise = grade_id(cell) or ""
    return found


def points(notebooks: dict[str, NotebookNode], proof: Proof) -> None:
    """Points: each graded cell has some, and they add up to what the course states."""
    for name, notebook in notebooks.items():
        exercise = name
        for cell in notebook.cells:
            if is_graded(cell):
                given = max_points(cell)
                proof.exercises[exercise] = proof.exercises.get(exercise, 0) + given
                if not given:
                    proof.add(
                        Level.ERROR,
                        "points",
                        grade_id(cell) or "",
                        "the cell has no points: passing it earns nothing, failing costs nothing",
                    )
            elif is_solution(cell):
                exercise = grade_id(cell) or ""
    total = sum(proof.exercises.values())
    if abs(total - proof.wanted_points) > 1e-9:
        shown = ", ".join(f"{name} {value:g}" for name, value in proof.exercises.items())
        proof.add(
            Level.ERROR,
            "points",
            proof.assignment,
            f"the points add up to {total:g} ({shown}), not to {proof.wanted_points:g}: mend them, "
            f"or state `points = {total:g}` in bank/{proof.assignment}/proof.toml",
        )


def checks_without_cell(
    notebooks: dict[str, NotebookNode], assignment: Assignment, proof: Proof
) -> None:
    """Every check in grader_tests is called by a test cell."""
    text = "\n".join(c.source for nb in notebooks.values() for c in nb.cells if is_test(c))
    for path in sorted(assignment.checks.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                called = rf"{path.stem}\b[^\n]*\b{node.name}\b"
                if not re.search(called, text):
                    proof.add(
                        Level.ERROR,
                        "no cell",
                        f"{path.name}: {node.name}",
                        "no test cell calls this check: give it one, with points, or remove it",
                    )


def leaks(notebooks: dict[str, NotebookNode], assignment: Assignment, proof: Proof) -> None:
    """Nothing hidden is in the release: no test, no solution, no marking scheme."""
    if not assignment.release.is_dir():
        return
    secrets = dict(_secrets(notebooks, assignment))
    for path in sorted(p for p in assignment.release.rglob("*") if p.is_file()):
        shown = str(path.relative_to(assignment.release))
        for place, text in _texts(path):
            where = f"{shown}: {place}" if place else shown
            for mark in _MARKS:
                if mark in text:
                    proof.add(
                        Level.ERROR, "leak", where, f"the release speaks of {mark!r}: release anew"
                    )
            for secret, origin in secrets.items():
                if secret in text:
                    proof.add(
                        Level.ERROR,
                        "leak",
                        where,
                        f"students get a line of {origin}: {secret.strip()!r}; take it out of the "
                        "source and release anew",
                    )


def _secrets(
    notebooks: dict[str, NotebookNode], assignment: Assignment
) -> Iterator[tuple[str, str]]:
    """Yield each line that students must not get, and what it is a line of."""
    for notebook in notebooks.values():
        for cell in notebook.cells:
            statement = _SCHEME.sub("", _REGION.sub("", cell.source))
            hidden = [m[2] for m in _REGION.finditer(cell.source)]
            hidden += [m[1] for m in _SCHEME.finditer(cell.source)]
            for line in "\n".join(hidden).splitlines():
                if _tells(line) and line.strip() not in statement:
                    yield line.strip(), f"what is hidden in cell {grade_id(cell)}"
    for path in sorted(assignment.checks.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        prose = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import | ast.ImportFrom) or (
                isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            ):
                prose |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        for number, line in enumerate(text.splitlines(), 1):
            if number not in prose and _tells(line):
                yield line.strip(), f"grader_tests/{assignment.name}/{path.name}"


def _tells(line: str) -> bool:
    """Whether a line is long enough to be recognised and more than the head of a definition."""
    text = line.strip()
    return len(text) > _LONG and not re.match(r"(async )?(def|class)\b.*:$", text)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts that a file shows, and where in it: a notebook's cells with their outputs."""
    try:
        if path.suffix != ".ipynb":
            yield "", path.read_text(encoding="utf-8")
            return
        for number, cell in enumerate(read_notebook(path).cells):
            outputs = "".join(str(output) for output in cell.get("outputs", []))
            yield f"cell {grade_id(cell) or number}", cell.source + outputs.replace("\\n", "\n")
    except (UnicodeDecodeError, Unreadable):
        return
