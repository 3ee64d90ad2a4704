"""The demonstration class: every submission gets exactly the points it should."""

import json
from pathlib import Path

import pytest
from common import ASSIGNMENT, copy_course, run_in

from corrige.course import Course
from corrige.demo import DemoError, expected, read_class, rows, write_class
from corrige.grading.cells import grade_id, is_test, max_points
from corrige.verdict import Outcome

CLASS = Path(__file__).parents[1] / "demo" / ASSIGNMENT / "class.toml"
DUE, STUDENTS = read_class(CLASS)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = copy_course(tmp_path_factory.mktemp("demo") / "course")
    ran = run_in(folder, "corrige", "demo")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def grades(graded):
    folder, _ = graded
    found = rows(Course(folder), ASSIGNMENT, [s.id for s in STUDENTS])
    return {row.student: row for row in found}


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("student", STUDENTS, ids=lambda s: s.id)
def test_a_submission_gets_exactly_the_points_it_should(student, grades, bank, source) -> None:
    row = grades[student.id]
    if not student.is_gradable:
        assert not row.points
        return
    best = {grade_id(cell): max_points(cell) for cell in source.cells if is_test(cell)}
    for cell, outcome in expected(student, bank, source).items():
        assert row.points[cell] == (best[cell] if outcome is Outcome.PASSED else 0), cell
        assert (cell in row.flagged) == (outcome is Outcome.UNGRADABLE), cell


def test_there_are_thirty_of_them_and_one_is_late(grades) -> None:
    assert len(STUDENTS) == 30
    assert [name for name, row in grades.items() if row.seconds_late] == ["irene"]


def test_everyone_who_was_graded_has_feedback(graded) -> None:
    folder, _ = graded
    pages = {
        page.parent.parent.name for page in (folder / "feedback").glob(f"*/{ASSIGNMENT}/*.html")
    }
    assert pages == {student.id for student in STUDENTS if student.is_gradable}


def test_the_table_shows_every_student_and_says_what_is_wrong_with_files(graded) -> None:
    _, printed = graded
    for student in STUDENTS:
        assert student.id in printed
    assert "no notebook named rnn_architecture.ipynb, but TP_RNN (1).ipynb" in printed
    assert "Traceback" not in printed


def test_feedback_tells_the_student_what_was_wrong_with_the_file(graded) -> None:
    folder, _ = graded
    told = {
        "laplace": "JSON valide",
        "poincare": "demande le langage R",
        "marie": "absentes du notebook rendu",
        "noether": "est en double",
        "pascal": "points modifiés",
        "poisson": "le noyau s&#39;est arrêté",
        "valerie": "affiche plus que permis",
        "thales": "le temps imparti",
    }
    for student, words in told.items():
        page = (folder / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
        assert words in page or words.replace("&#39;", "'") in page, student


def test_the_class_is_the_same_each_time(tmp_path) -> None:
    course = Course(copy_course(tmp_path / "course"))
    first, again = (_written(course) for _ in range(2))
    assert first == again
    with pytest.raises(json.JSONDecodeError):
        json.loads(first["laplace/rnn_architecture/rnn_architecture.ipynb"])


def test_work_that_is_not_the_demonstrations_is_not_overwritten(tmp_path) -> None:
    course = Course(copy_course(tmp_path / "course"))
    theirs = course.root / "submitted" / "ada" / ASSIGNMENT
    theirs.mkdir(parents=True)
    with pytest.raises(DemoError, match="did not make"):
        write_class(course, ASSIGNMENT)
    assert list(theirs.iterdir()) == []


def _written(course: Course) -> dict[str, str]:
    write_class(course, ASSIGNMENT)
    folder = course.root / "submitted"
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".ipynb", ".txt", ".py")
    }
