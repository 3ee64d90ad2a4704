"""The same class under `nbgrader autograde` and `corrige autograde`: row by row, file by file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from common import ASSIGNMENT, copy_course, run_in
from gradebook_rows import rows, tree
from sqlalchemy import create_engine, text

from corrige.course import Course
from corrige.demo import write_class

STUDENTS = (
    "abel",  # right, with an answer in words
    "camille",  # writes to stderr
    "emilie",  # wrong
    "irene",  # late
    "laplace",  # not JSON
    "legendre",  # no cells
    "marie",  # cells deleted
    "pascal",  # points, schema and tests edited
    "sophie",  # ungradable: its kernel dies
    "viete",  # wrong name
)
LATE = """
c.LateSubmissionPlugin.penalty_method = "zero"
c.Autograde.exclude_overwriting = {"rnn_architecture": ["utils.py"]}
c.CourseDirectory.student_id_exclude = "abel,nobody"
"""


@pytest.fixture(scope="module")
def course_of_ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_course(tmp_path_factory.mktemp("ten") / "course")
    made = run_in(root, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert made.returncode == 0, made.stderr
    write_class(Course(root), ASSIGNMENT)
    for folder in (root / "submitted").iterdir():
        if folder.name not in STUDENTS:
            shutil.rmtree(folder)
    handed = root / "submitted" / "emilie" / ASSIGNMENT
    (handed / "utils.py").write_text("# la mienne", encoding="utf-8")
    (handed / "mesures.csv").write_text("1,2", encoding="utf-8")
    (handed / "__pycache__").mkdir()
    (handed / "__pycache__" / "x.pyc").write_bytes(b"")
    engine = create_engine(f"sqlite:///{root / 'gradebook.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE assignment SET duedate = '2026-10-15 18:00:00.000000'"))
    engine.dispose()
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(LATE)
    return root


def test_rows_and_files_are_those_of_nbgrader(course_of_ten: Path, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    shutil.copytree(course_of_ten, theirs)
    shutil.copytree(course_of_ten, ours)
    stock = run_in(theirs, "nbgrader", "autograde", ASSIGNMENT)
    # viete's file has a wrong name, at which nbgrader ends with an error.
    assert stock.returncode == 1, stock.stderr[-2000:]
    done = run_in(ours, "corrige", "autograde", ASSIGNMENT)
    assert done.returncode == 3, done.stdout + done.stderr
    expected, found = rows(theirs / "gradebook.db"), rows(ours / "gradebook.db")
    for table in expected:
        assert found[table] == expected[table], table
    assert any("irene" in row and "None" not in row for row in found["submitted_notebook"])
    assert not any("abel" in row for row in found["submitted_assignment"])
    files, kept = tree(ours / "autograded"), tree(theirs / "autograded")
    # nbgrader leaves an empty folder of what it could not grade.
    del kept["viete"]
    assert files.keys() == kept.keys()
    for name in kept:
        assert files[name] == kept[name], name
    assert files[f"emilie/{ASSIGNMENT}/utils.py"][1] == b"# la mienne"
