"""Where things are."""

from pathlib import Path

import pytest

from corrige import Course, CourseError


def test_a_course_is_found_from_any_folder_below_it(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").touch()
    below = tmp_path / "source" / "a"
    below.mkdir(parents=True)
    assert Course.find(below) == Course(tmp_path)


def test_outside_a_course_the_error_says_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="run the command inside a course folder"):
        Course.find(tmp_path)


def test_an_assignment_without_notebooks_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="'nothing' is unknown here"):
        Course(tmp_path).assignment("nothing").notebooks()


def test_submissions_come_in_student_order(tmp_path: Path) -> None:
    for student in ("zoe", "abel"):
        (tmp_path / "submitted" / student / "lab").mkdir(parents=True)
    (tmp_path / "submitted" / "eve" / "other").mkdir(parents=True)
    course = Course(tmp_path)
    assert [s.student for s in course.submissions("lab")] == ["abel", "zoe"]
    assert course.assignments() == []
