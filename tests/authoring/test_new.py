"""`corrige new` makes an assignment that proves itself, in either language."""

from pathlib import Path

import nbformat
import pytest
from common import ROOT, run_in

from corrige.authoring import new_assignment, read_bank
from corrige.course import Course, CourseError
from corrige.grading.cells import grade_id, is_solution, is_test


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    return Course(tmp_path)


def test_a_new_assignment_passes_its_own_test(course) -> None:
    ran = run_in(course.root, "corrige", "new", "tp_softmax")
    assert ran.returncode == 0, ran.stderr
    assert "source/tp_softmax/tp_softmax.ipynb" in ran.stdout
    options = ("-p", "no:cacheprovider", "-W", "error", "-q")
    proven = run_in(course.root, "pytest", "tests/test_tp_softmax.py", *options)
    assert proven.returncode == 0, proven.stdout
    assert "8 passed" in proven.stdout
    checked = run_in(course.root, "pytest", "grader_tests/tp_softmax", *options)
    assert checked.returncode == 0, checked.stdout
    assert "4 passed" in checked.stdout


# That either language passes is proven in test_prove.py.
@pytest.mark.parametrize(
    ("language", "word"), [("fr", "corrigée à la main"), ("en", "corrected by hand")]
)
def test_a_new_assignment_is_released(course, language, word) -> None:
    ran = run_in(course.root, "corrige", "new", "tp_softmax", "--language", language)
    assert ran.returncode == 0, ran.stderr
    released = run_in(course.root, "nbgrader", "generate_assignment", "tp_softmax")
    assert released.returncode == 0, released.stderr
    path = course.assignment("tp_softmax").release / "tp_softmax.ipynb"
    notebook = nbformat.read(path, 4)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert word in text
    for hidden in ("SOLUTION", "HIDDEN", "MARK SCHEME", "amax", "grader_tests", "$"):
        assert hidden not in text.replace("$p_i = e^{x_i} / \\sum_j e^{x_j}$", "")
    points = [c.metadata.nbgrader.get("points", 0) for c in notebook.cells if grade_id(c)]
    assert sum(points) == 10


def test_each_wrong_entry_loses_another_set_of_tests(course) -> None:
    new_assignment(course, "tp")
    bank = read_bank(course.root / "bank" / "tp")
    wrong = [entry.loses for entry in bank.values() if not entry.right]
    assert len(wrong) == len({*wrong}) == 4 and len(bank) == 6
    notebook = nbformat.read(course.assignment("tp").notebooks()[0], 4)
    assert frozenset().union(*wrong) == {grade_id(c) for c in notebook.cells if is_test(c)}
    assert {grade_id(c) for c in notebook.cells if is_solution(c)} == {"stable_softmax"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_scaffolded_is_formatted_like_the_course(course, language) -> None:
    new_assignment(course, "tp", language)
    config = ("--config", str(ROOT / "pyproject.toml"), "--no-cache")
    formatted = run_in(course.root, "ruff", "format", "--check", *config, ".")
    assert formatted.returncode == 0, formatted.stdout
    linted = run_in(course.root, "ruff", "check", *config, "--ignore", "I001", ".")
    assert linted.returncode == 0, linted.stdout


def test_nothing_that_exists_is_overwritten(course) -> None:
    kept = course.root / "bank" / "tp" / "wrong_overflow.py"
    kept.parent.mkdir(parents=True)
    kept.write_text("# mine\n")
    with pytest.raises(CourseError, match="wrong_overflow"):
        new_assignment(course, "tp")
    assert kept.read_text() == "# mine\n"
    assert not (course.root / "source").exists() and not (course.root / "grader_tests").exists()


def test_a_second_assignment_stands_beside_the_first(course) -> None:
    new_assignment(course, "un")
    before = (course.root / "grader_tests/__init__.py").read_bytes()
    written = new_assignment(course, "deux", "en")
    assert (course.root / "grader_tests/__init__.py").read_bytes() == before
    assert course.root / "grader_tests/__init__.py" not in written
    assert [a.name for a in course.assignments()] == ["deux", "un"]


@pytest.mark.parametrize("name", ["tp 1", "tp-1", "1tp", "../tp", "class", "é", ""])
def test_a_name_that_python_could_not_import_is_refused(course, name) -> None:
    with pytest.raises(CourseError, match="cannot name an assignment"):
        new_assignment(course, name)
