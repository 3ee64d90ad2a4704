"""Grading with real kernels: whatever a cell does costs no more than what depends on it."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from corrige.course import Assignment, CourseError, Submission
from corrige.grading import How, Limits, grade
from corrige.grading._grade import submission_seed
from corrige.kernel import SandboxConfig
from corrige.verdict import Outcome

LIMITS = Limits(cell=4, test=3, notebook=60, output=20_000)


def solution(name: str, source: str):
    return _cell(name, source, grade=False, solution=True, locked=False)


def test_cell(name: str, source: str, points: float = 2):
    return _cell(name, source, grade=True, solution=False, locked=True, points=points)


test_cell.__test__ = False


def _cell(name: str, source: str, **role):
    data = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": "code", **role}
    return new_code_cell(source, metadata={"nbgrader": data}, id=name)


@pytest.fixture(params=[False, True], ids=["walled", "plain"])
def unsafe(request) -> bool:
    return request.param


@pytest.fixture
def submit(tmp_path: Path, unsafe: bool):
    def run(source_cells, student: dict[str, str] | None = None, **more):
        source, folder = tmp_path / "source" / "lab", tmp_path / "submitted" / "eve" / "lab"
        source.mkdir(parents=True)
        folder.mkdir(parents=True)
        notebook = new_notebook(cells=source_cells)
        nbformat.write(notebook, source / "lab.ipynb")
        for cell in notebook.cells:
            cell.source = (student or {}).get(cell.id, cell.source)
        nbformat.write(notebook, folder / "lab.ipynb")
        assignment = Assignment("lab", source, tmp_path / "release", tmp_path / "grader_tests/lab")
        before = _files(tmp_path)
        how = How(**{"limits": LIMITS, "unsafe": unsafe} | more)
        graded = grade(Submission("eve", "lab", folder), assignment, how)
        assert _files(tmp_path) == before, "grade() wrote into the course"
        return graded

    return run


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def outcomes(graded) -> dict[str, Outcome]:
    return {verdict.cell: verdict.outcome for verdict in graded.verdicts}


P, F, U = Outcome.PASSED, Outcome.FAILED, Outcome.UNGRADABLE


def test_there_is_one_verdict_a_test_cell_and_partial_credit_counts(submit) -> None:
    graded = submit(
        [
            solution("a", "x = 3"),
            test_cell("right", "assert x == 3"),
            test_cell("wrong", "assert x == 4, 'x is not 4'"),
            test_cell("part", "0.5 if x == 3 else 0", points=2),
            test_cell("missing", "assert x and y"),
        ]
    )
    assert [v.points for v in graded.verdicts] == [2, 0, 0.5, 0]
    assert outcomes(graded) == {"right": P, "wrong": F, "part": Outcome.PARTIAL, "missing": F}
    assert graded.verdicts[1].message == "x is not 4"
    assert "y" in graded.verdicts[3].message
    cells = {
        cell.metadata.nbgrader.grade_id: cell for cell in graded.notebooks[0].notebook.cells[-5:]
    }
    for verdict in graded.verdicts:
        assert determine_grade(cells[verdict.cell]) == (verdict.points, verdict.max_points)


def test_warnings_and_stderr_cost_no_points(submit) -> None:
    noisy = "import sys, warnings\ndef f():\n    warnings.warn('hm'); print('!', file=sys.stderr)"
    graded = submit([solution("a", noisy), test_cell("t", "f()")])
    assert outcomes(graded) == {"t": P}


@pytest.mark.parametrize(
    ("killer", "says"),
    [
        ("import os; os._exit(0)", "le noyau s'est arrêté"),
        ("import ctypes; ctypes.string_at(0)", "le noyau s'est arrêté"),
        ("while True: pass", "le temps imparti"),
        (
            "try:\n    while True: pass\nexcept BaseException:\n    while True: pass",
            "temps imparti",
        ),
        ("while True: print('again ' * 50)", "affiche plus que permis"),
    ],
)
def test_a_cell_that_breaks_the_kernel_costs_what_depends_on_it_alone(submit, killer, says) -> None:
    graded = submit(
        [
            solution("a", "x = 1"),
            solution("b", f"{killer}\ny = 2"),
            solution("c", "z = x + 2"),
            test_cell("of_x", "assert x == 1"),
            test_cell("of_y", "assert y == 2"),
            test_cell("of_z", "assert z == 3"),
        ]
    )
    assert outcomes(graded) == {"of_x": P, "of_y": U, "of_z": P}
    assert says in graded.verdicts[1].message


def test_code_that_breaks_the_kernel_when_it_is_tested_costs_its_own_tests_alone(submit) -> None:
    graded = submit(
        [
            solution("a", "def f():\n    import os; os._exit(1)\ndef g():\n    return 1"),
            test_cell("f1", "f()"),
            test_cell("g1", "assert g() == 1"),
            test_cell("f2", "f()"),
            test_cell("f3", "f()"),
            test_cell("g2", "assert g() == 1"),
        ]
    )
    assert outcomes(graded) == {"f1": U, "g1": P, "f2": U, "f3": U, "g2": P}
    assert "a déjà laissé 2 tests sans réponse" in graded.verdicts[3].message


@pytest.mark.parametrize("leaving", ["raise SystemExit(0)", "import sys; sys.exit()"])
def test_system_exit_is_an_ordinary_error(submit, leaving) -> None:
    graded = submit([solution("a", f"x = 1\n{leaving}"), test_cell("t", "assert x == 1")])
    assert outcomes(graded) == {"t": P}


def test_exit_ends_the_kernel_and_what_was_before_it_is_kept(submit) -> None:
    graded = submit(
        [solution("a", "x = 1"), solution("b", "exit()"), test_cell("t", "assert x == 1")]
    )
    assert outcomes(graded) == {"t": P}


def test_a_broken_test_of_the_author_is_never_points_nor_a_zero_that_counts(submit) -> None:
    graded = submit([solution("a", "x = 1"), test_cell("t", "17.0", points=2)])
    assert [(v.outcome, v.points) for v in graded.verdicts] == [(Outcome.FAULT, 0)]


def test_a_submission_that_was_never_handed_in_is_ungradable(tmp_path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    nbformat.write(new_notebook(cells=[test_cell("t", "1")]), source / "lab.ipynb")
    assignment = Assignment("lab", source, tmp_path / "release", tmp_path / "checks")
    graded = grade(Submission("eve", "lab", tmp_path / "nowhere"), assignment)
    assert outcomes(graded) == {"t": U}


def test_an_assignment_without_a_notebook_is_a_course_error(tmp_path) -> None:
    assignment = Assignment("lab", tmp_path, tmp_path, tmp_path)
    with pytest.raises(CourseError, match="no notebook"):
        grade(Submission("eve", "lab", tmp_path), assignment)


def test_every_submission_has_its_own_seed_and_the_salt_enters_it() -> None:
    seeds = {
        submission_seed(salt, student, lab)
        for salt in ("a", "b")
        for student in ("eve", "bob")
        for lab in ("one", "two")
    }
    assert len(seeds) == 8
    assert all(0 <= one < 2**48 for one in seeds)


def test_the_students_generators_start_alike_each_time_and_tell_no_ones_seed(submit) -> None:
    draw = (
        "import numpy, random, torch\n"
        "x = [torch.rand(1).item(), numpy.random.rand(), random.random()]"
    )
    cells = [solution("a", draw + "\nprint(x)"), test_cell("t", "assert len(x) == 3")]
    first = submit(cells, limits=Limits(cell=60, test=60))  # a plain kernel imports torch itself
    printed = first.notebooks[0].notebook.cells[-2].outputs[0].text
    assert printed.count(",") == 2
    assert str(first.verdicts[0].seed) not in printed


@pytest.mark.parametrize("unsafe", [False], indirect=True)
def test_a_limit_of_the_sandbox_is_named_in_the_verdict(submit) -> None:
    graded = submit(
        [
            solution("a", "def f():\n    while True: pass\nx = 1"),
            solution("b", "f()\ny = 2"),
            test_cell("of_x", "assert x == 1"),
            test_cell("of_y", "assert y == 2"),
            test_cell("of_f", "f()"),
        ],
        limits=Limits(cell=30, test=30, notebook=100),
        sandbox=SandboxConfig(cpu_seconds=3),
    )
    assert outcomes(graded) == {"of_x": P, "of_y": U, "of_f": U}
    for verdict in graded.verdicts[1:]:
        assert "le temps de calcul imparti est dépassé" in verdict.message
