"""One check, three runners, one result: in the kernel, behind the wall, and under pytest."""

import contextlib
import io

import pytest
from common import ASSIGNMENT, ROOT, copy_course

from corrige.course import Course
from corrige.demo import read_class, write_class
from corrige.grading import How, Limits, grade, read_notebook
from corrige.grading._grade import submission_seed
from corrige.grading.cells import grade_id, is_test
from corrige.grading.in_process import execute
from corrige.verdict import Outcome

CLASS = ROOT / "demo" / ASSIGNMENT / "class.toml"
STUDENTS = [student for student in read_class(CLASS)[1] if student.is_gradable]
# Endless, flooding and crashing ones would end this very process under pytest's runner.
pytestmark = pytest.mark.usefixtures("checks_can_be_imported")
HARMLESS = [s for s in STUDENTS if s.id not in ("thales", "valerie", "sophie", "poisson")]


@pytest.fixture(scope="module")
def course_with_class(tmp_path_factory) -> Course:
    course = Course(copy_course(tmp_path_factory.mktemp("three") / "course"))
    write_class(course, ASSIGNMENT)
    return course


def _outcomes(course: Course, student: str, *, unsafe: bool) -> dict[str, Outcome]:
    endless = student == "thales"
    limits = Limits(cell=8.0, test=8.0) if endless else Limits()
    how = How(unsafe=unsafe, limits=limits)
    graded = grade(course.submission(student, ASSIGNMENT), course.assignment(ASSIGNMENT), how)
    return {verdict.cell: verdict.outcome for verdict in graded.verdicts}


def _under_pytest(course: Course, student: str, monkeypatch) -> dict[str, Outcome]:
    """Run each test cell where `pytest grader_tests --submission` would run its check."""
    monkeypatch.setenv("CORRIGE_SEED", str(submission_seed("corrige", student, ASSIGNMENT)))
    path = course.submission(student, ASSIGNMENT).notebook(ASSIGNMENT)
    assignment = course.assignment(ASSIGNMENT)
    found = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        executed = execute(path, assignment)
        for cell in filter(is_test, read_notebook(assignment.notebooks()[0]).cells):
            name = grade_id(cell) or ""
            try:
                exec(cell.source, dict(executed.at_cell[name]))
                found[name] = Outcome.PASSED
            except Exception:
                found[name] = Outcome.FAILED
    return found


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("student", [s.id for s in STUDENTS])
def test_a_submission_gets_the_same_outcomes_from_every_runner(
    student, course_with_class, monkeypatch
) -> None:
    walled = _outcomes(course_with_class, student, unsafe=False)
    assert _outcomes(course_with_class, student, unsafe=True) == walled
    unreadable = all(outcome is Outcome.UNGRADABLE for outcome in walled.values())
    if student in [s.id for s in HARMLESS] and not unreadable:
        assert _under_pytest(course_with_class, student, monkeypatch) == walled
