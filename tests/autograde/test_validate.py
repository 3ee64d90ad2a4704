"""`corrige validate` in a terminal says of visible tests what autograde and nbgrader say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from common import ASSIGNMENT, run_in
from conftest import SMALL, SmallCourse

from corrige.grading import read_kept
from corrige.validate import NotValidated, validate
from corrige.verdict import Outcome

RIGHT = "def double(x):\n    return 2 * x"
SUBMITTED = {
    "right": RIGHT,
    "warns": "import warnings\ndef double(x):\n    warnings.warn('lent')\n    return 2 * x",
    "prints": "import os\ndef double(x):\n    os.write(2, b'!')\n    return 2 * x",
    "wrong": "def double(x):\n    return x * x",
    "raises": "def double(x):\n    raise ValueError('pas encore')",
    "fails_itself": "def double(x):\n    assert x > 4, 'trop petit'\n    return 2 * x",
    "misspelt": "def doubel(x):\n    return 2 * x",
    "unwritten": "# VOTRE CODE ICI\nraise NotImplementedError()",
    "not_python": "def double(x:\n    return 2 * x",
    "returns_nothing": "def double(x):\n    pass",
    "crashes_in_test": "import os\ndef double(x):\n    os._exit(1)",
    "crashes": f"{RIGHT}\nimport os\nos._exit(1)",
    "endless_in_test": "def double(x):\n    while True:\n        pass",
    "endless": f"{RIGHT}\nwhile True:\n    pass",
}
VISIBLE = ("double_test", "double_again")


@pytest.fixture
def limited(small_course) -> SmallCourse:
    """The course with small limits: endless code ends soon."""
    with (small_course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.Grade.timeout = c.Grade.test_timeout = c.Execute.timeout = 4\n")
    return small_course


def path_of(course: SmallCourse, student: str) -> Path:
    return course.root / "submitted" / student / SMALL / f"{SMALL}.ipynb"


def test_it_says_of_visible_tests_what_autograde_says(limited) -> None:
    for student, code in SUBMITTED.items():
        limited.submit(student, code, answer="deux fois")
    assert set(limited.states().values()) == {"graded"}
    for student in SUBMITTED:
        graded = {v.cell: v for v in read_kept(limited.notebook(student)).verdicts}
        said = {verdict.cell: verdict for verdict in validate(path_of(limited, student)).verdicts}
        assert set(said) == set(VISIBLE), student
        for cell in VISIBLE:
            ours, theirs = said[cell], graded[cell]
            assert (ours.outcome, ours.points, ours.message) == (
                theirs.outcome,
                theirs.points,
                theirs.message,
            ), student


def test_it_agrees_with_nbgrader_validate_where_a_warning_costs_nothing(limited) -> None:
    for student in ("right", "warns", "prints", "wrong", "raises", "crashes", "endless_in_test"):
        folder = limited.submit(student, SUBMITTED[student], answer="deux fois")
        done = run_in(limited.root, "nbgrader", "validate", str(folder / f"{SMALL}.ipynb"))
        found = validate(folder / f"{SMALL}.ipynb")
        assert found.passed == (student in ("right", "warns", "prints"))
        assert ("Success" in done.stdout) == found.passed, student + done.stdout + done.stderr


def test_without_a_course_it_shows_a_table_in_french_and_leaves_the_file(small_course, tmp_path):
    home = tmp_path / "student"
    home.mkdir()
    path = home / "petit.ipynb"
    small_course.submit("ada", "def double(x):\n    raise ValueError('[red]\\x1b[2J')")
    shutil.copy(path_of(small_course, "ada"), path)
    before = path.read_bytes()
    done = run_in(home, "corrige", "validate", "petit.ipynb")
    assert done.returncode == 1, done.stderr
    assert "le code a levé une exception (ValueError)" in done.stdout
    assert "il n'y a pas encore de réponse" in done.stdout
    assert "3 sur 3" in done.stdout
    assert "[red]" in done.stdout and "\x1b" not in done.stdout
    assert path.read_bytes() == before
    small_course.submit("ada", answer="deux fois")
    shutil.copy(path_of(small_course, "ada"), path)
    done = run_in(home, "corrige", "validate", "petit.ipynb", "--json", "--language", "en")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["passed"] and [c["cell"] for c in told["cells"]] == list(VISIBLE)
    assert told["points_by_hand"] == 3


def test_a_changed_test_is_told_not_believed(small_course) -> None:
    path = (
        small_course.submit("ada", "def double(x):\n    return x", answer="oui") / f"{SMALL}.ipynb"
    )
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if cell.metadata.nbgrader.grade_id == "double_test":
            cell.source = "assert True"
    nbformat.write(notebook, path)
    said = {verdict.cell: verdict for verdict in validate(path).verdicts}
    assert said["double_test"].outcome is Outcome.UNGRADABLE
    assert "ce test a été modifié" in said["double_test"].message
    assert said["double_again"].outcome is Outcome.FAILED


def test_hidden_tests_run_in_the_instructors_version_and_never_pass_as_empty_cells(
    course_copy,
) -> None:
    source = validate(course_copy / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    released = validate(course_copy / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert source.hidden == 0 and released.hidden > 0
    assert len(source.verdicts) > released.hidden
    wrong = {v.cell: v.message for v in source.verdicts if v.outcome is not Outcome.PASSED}
    # The instructor's answers are as released: text for the marking scheme.
    assert {v.cell for v in source.verdicts if v.seconds} - wrong.keys()
    assert not [cell for cell in wrong if "test" in cell], wrong
    assert not released.passed
    assert all("_test_" not in verdict.cell for verdict in released.verdicts)


@pytest.mark.parametrize("content", ["", "{", '{"nbformat": 4}', None])
def test_what_is_no_notebook_is_wrong_usage(tmp_path, content) -> None:
    path = tmp_path / "a.ipynb"
    if content is not None:
        path.write_text(content)
    with pytest.raises(NotValidated, match=r"a\.ipynb"):
        validate(path)


def test_a_notebook_without_tests_is_wrong_usage(tmp_path) -> None:
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "a.ipynb")
    done = run_in(tmp_path, "corrige", "validate", "a.ipynb")
    assert done.returncode == 2
    assert "holds no test" in done.stderr and "Traceback" not in done.stderr
