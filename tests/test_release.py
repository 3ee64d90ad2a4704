"""What students get."""

import ast
import json

import pytest
from common import ASSIGNMENTS, ROOT, run_in, source_of
from nbformat import NotebookNode

from corrige.authoring import reference_text
from corrige.grading import read_notebook
from corrige.grading.cells import grade_id, is_test

each_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)


def test_the_committed_release_is_what_nbgrader_makes_of_the_source(course_copy) -> None:
    for name in ASSIGNMENTS:
        made = run_in(course_copy, "nbgrader", "generate_assignment", name, "--force")
        assert made.returncode == 0, made.stderr
    fresh, committed = course_copy / "release", ROOT / "release"
    files = sorted(p.relative_to(fresh) for p in fresh.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(committed) for p in committed.rglob("*") if p.is_file())
    for file in files:
        if file.suffix == ".ipynb":
            assert json.loads((fresh / file).read_text()) == json.loads(
                (committed / file).read_text()
            )
        else:
            assert (fresh / file).read_bytes() == (committed / file).read_bytes()


@each_assignment
def test_nothing_hidden_is_in_the_release(name) -> None:
    source, released = source_of(name), read_notebook(ROOT / "release" / name / f"{name}.ipynb")
    reference = reference_text(source)
    text = "\n".join(cell.source for cell in released.cells)
    for word in ("HIDDEN", "SOLUTION", "MARK SCHEME", "grader_tests", "Barème"):
        assert word not in text
    given = "\n".join(_statement(source, cell) for cell in reference)
    for cell, solution in reference.items():
        for line in solution.splitlines():
            begins = line.lstrip().startswith(("class ", "def "))
            if len(line.strip()) > 30 and line not in given and not begins:
                assert line not in text, f"a line of the solution {cell} is in the release"


@each_assignment
def test_every_hidden_cell_calls_one_check_and_every_check_has_its_cell(name) -> None:
    called = []
    for cell in filter(is_test, source_of(name).cells):
        imports = [ln for ln in cell.source.splitlines() if ln.startswith("from grader_tests.")]
        assert len(imports) == (0 if grade_id(cell).endswith("_visible") else 1), grade_id(cell)
        called += [
            line.removeprefix("from grader_tests.").replace(" import ", ".") for line in imports
        ]
    checks = [
        f"{name}.{path.stem}.{line.removeprefix('def ').partition('(')[0]}"
        for path in (ROOT / "grader_tests" / name).glob("test_*.py")
        for line in path.read_text().splitlines()
        if line.startswith("def test_")
    ]
    assert sorted(called) == sorted(checks)


@each_assignment
def test_the_points_add_up_to_one_hundred(name) -> None:
    points = [c.metadata.nbgrader.get("points", 0) for c in source_of(name).cells if grade_id(c)]
    assert sum(points) == 100


def _statement(source: NotebookNode, name: str) -> str:
    """The cell's text outside its solution regions."""
    kept, inside = [], False
    for cell in source.cells:
        if grade_id(cell) != name:
            continue
        for line in cell.source.splitlines():
            if "### BEGIN SOLUTION" in line:
                inside = True
            elif "### END SOLUTION" in line:
                inside = False
            elif not inside:
                kept.append(line)
    return "\n".join(kept)


def test_classes_that_two_assignments_hand_out_are_the_same() -> None:
    """A folder is released as it is, so each has its own copy."""
    seen: dict[str, str] = {}
    again = []
    for name in ASSIGNMENTS:
        tree = ast.parse((ROOT / "source" / name / "utils.py").read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                text = ast.unparse(node)
                if node.name in seen:
                    again.append(node.name)
                assert seen.setdefault(node.name, text) == text, f"{name}: {node.name}"
    assert sorted(again) == ["RNN", "SampleMetroDataset"]
