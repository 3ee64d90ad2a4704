"""The demonstration class: every submission gets exactly the points it should."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from common import ASSIGNMENT, ASSIGNMENTS, ROOT, copy_course, ok, run_in, source_of

from corrige.authoring import read_bank
from corrige.course import Course
from corrige.demo import DemoError, expected, read_class, rows, write_class
from corrige.grading.cells import grade_id, is_test, max_points
from corrige.verdict import Outcome

pytestmark = pytest.mark.timeout(1800)
ALL = {name: read_class(ROOT / "demo" / name / "class.toml")[1] for name in ASSIGNMENTS}
STUDENTS = ALL[ASSIGNMENT]
OTHERS = [name for name in ASSIGNMENTS if name != ASSIGNMENT]
# Their networks are trained for each submission: every fifth student is enough.
CLASSES = {name: ALL[name][:: 1 if name == ASSIGNMENT else 5] for name in ASSIGNMENTS}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = copy_course(tmp_path_factory.mktemp("demo") / "course")
    ran = run_in(folder, "corrige", "demo", ASSIGNMENT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def graded_side_by_side(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the classes of the other assignments, several submissions at a time."""
    folder = copy_course(tmp_path_factory.mktemp("classes") / "course")
    for name in OTHERS:
        ok(folder, "nbgrader", "generate_assignment", name, "--force")
        write_class(Course(folder), name)
        chosen = [word for student in CLASSES[name] for word in ("--student", student.id)]
        ran = run_in(folder, "corrige", "autograde", name, *chosen)
        assert ran.returncode in (0, 3), ran.stdout + ran.stderr
    return folder


@pytest.fixture(scope="module")
def grades(graded, graded_side_by_side):
    folder, _ = graded
    return {
        (name, row.student): row
        for name, students in CLASSES.items()
        for row in rows(
            Course(folder if name == ASSIGNMENT else graded_side_by_side),
            name,
            [student.id for student in students],
        )
    }


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize(
    ("name", "student"),
    [(name, student) for name, students in CLASSES.items() for student in students],
    ids=lambda value: getattr(value, "id", value),
)
def test_a_submission_gets_exactly_the_points_it_should(name, student, grades) -> None:
    row = grades[name, student.id]
    if not student.is_gradable:
        assert not row.points
        return
    source = source_of(name)
    bank = read_bank(ROOT / "bank" / name)
    best = {grade_id(cell): max_points(cell) for cell in source.cells if is_test(cell)}
    for cell, outcome in expected(student, bank, source).items():
        assert row.points[cell] == (best[cell] if outcome is Outcome.PASSED else 0), cell
        assert (cell in row.flagged) == (outcome is Outcome.UNGRADABLE), cell


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_what_a_class_should_get_depends_on_no_chance(name) -> None:
    source, bank = source_of(name), read_bank(ROOT / "bank" / name)
    assert all(expected(student, bank, source) for student in ALL[name])
    chancy = next((e.name for e in bank.values() if e.may_lose), None)
    if chancy is not None:
        with pytest.raises(DemoError, match=f"{chancy}, which loses some cells as chance has it"):
            expected(replace(ALL[name][0], uses=(chancy,)), bank, source)


def test_there_are_thirty_of_them_and_one_is_late(grades) -> None:
    assert len(STUDENTS) == 30
    late = [who for (name, who), row in grades.items() if name == ASSIGNMENT and row.seconds_late]
    assert late == ["irene"]


def test_everyone_who_was_graded_has_feedback(graded) -> None:
    folder, _ = graded
    pages = {path.parts[-3] for path in (folder / "feedback").glob(f"*/{ASSIGNMENT}/*.html")}
    assert pages == {student.id for student in STUDENTS if student.is_gradable}


def test_the_table_shows_every_student_and_says_what_is_wrong_with_files(graded) -> None:
    _, printed = graded
    assert all(student.id in printed for student in STUDENTS)
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
