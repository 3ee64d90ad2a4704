"""Files for other systems, by nbgrader's own `export`."""

from __future__ import annotations

import csv
from pathlib import Path

from autograde.conftest import SMALL
from common import run_in
from nbgrader.api import Gradebook


def exported(root: Path, target: Path, exporter: str, *words: str, delimiter: str = ","):
    """Run nbgrader's command; return the rows and what it logged."""
    ran = run_in(
        root, "nbgrader", "export", "--exporter", f"corrige.report.{exporter}", "--to",
        str(target), *words,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter)), ran.stderr


def test_moodle_gets_no_grade_that_waits_for_a_person(graded, tmp_path) -> None:
    rows, log = exported(graded.root, tmp_path / "m.csv", "MoodleExporter")
    by_id = {row["ID number"]: row for row in rows}
    assert by_id["ada"]["Email address"] == "ada@example.org"
    grades = {name: row[SMALL] for name, row in by_id.items()}
    assert [name for name in grades if not grades[name]] == ["absente", "ada", "celine", "emile"]
    assert (grades["blaise"], grades["denis"], grades["fanny"]) == ("2", "0", "4")
    assert by_id["celine"][f"{SMALL} (feedback)"] == ""
    assert "2 grades are left out" in log and "provisional" in log


def test_moodle_gets_provisional_grades_and_escaped_feedback_where_asked(graded, tmp_path) -> None:
    rows, _log = exported(
        graded.root, tmp_path / "m.csv", "MoodleExporter", "--MoodleExporter.provisional=True",
        "--MoodleExporter.delimiter=;", "--MoodleExporter.scale=20", delimiter=";",
    )  # fmt: skip
    by_id = {row["ID number"]: row for row in rows}
    assert by_id["absente"][SMALL] == by_id["emile"][SMALL] == ""
    assert abs(float(by_id["ada"][SMALL]) - 4 / 7 * 20) < 1e-6
    feedback = by_id["blaise"][f"{SMALL} (feedback)"]
    assert feedback.startswith("double_test: reçu &lt;script&gt;")
    assert "retiré pour retard : 4" in by_id["denis"][f"{SMALL} (feedback)"]


def test_moodle_gets_the_grade_once_a_person_has_corrected(graded_copy, tmp_path) -> None:
    with Gradebook(f"sqlite:///{graded_copy.gradebook}") as gradebook:
        for name in ("ada", "celine"):
            for notebook in gradebook.find_submission(SMALL, name).notebooks:
                for grade in notebook.grades:
                    if grade.name == "words" or name == "celine":
                        grade.manual_score = 1.5
                        grade.needs_manual_grade = False
        gradebook.db.commit()
    rows, _log = exported(
        graded_copy.root, tmp_path / "m.csv", "MoodleExporter", "--MoodleExporter.feedback=False"
    )
    grades = {row["ID number"]: row[SMALL] for row in rows}
    assert (grades["ada"], grades["celine"], grades["blaise"]) == ("5.5", "4.5", "2")
    assert f"{SMALL} (feedback)" not in rows[0]


def test_the_wide_table_has_a_column_a_check_and_leaves_the_unjudged_empty(
    graded, tmp_path
) -> None:
    rows, _log = exported(
        graded.root, tmp_path / "c.csv", "ChecksExporter", "--assignment", f"['{SMALL}']"
    )
    assert list(rows[0])[-3:] == ["double_test", "double_again", "words"]
    by_id = {row["student"]: row for row in rows}
    assert by_id["absente"]["grade"] == by_id["emile"]["grade"] == ""
    assert by_id["celine"]["double_test"] == ""
    assert by_id["ada"]["double_test"] == "2"


def test_an_unknown_assignment_is_said_without_a_traceback(graded) -> None:
    ran = run_in(
        graded.root, "nbgrader", "export", "--exporter", "corrige.report.ChecksExporter",
        "--assignment", "['inconnu']",
    )  # fmt: skip
    assert ran.returncode == 1
    assert "has no assignment inconnu" in ran.stderr and "Traceback" not in ran.stderr
