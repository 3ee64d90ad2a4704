"""Everything with plain nbgrader commands: release, fetch, submit, collect, grade, export."""

import csv
import os
from pathlib import Path

import nbformat
import pytest
from common import ASSIGNMENT, ok, run_in

from corrige.authoring import compose


@pytest.fixture
def exchange(course_copy: Path, tmp_path: Path) -> Path:
    """The course with an exchange of its own, and a course of a student's beside it."""
    folder = tmp_path / "exchange"
    folder.mkdir()
    folder.chmod(0o777)
    setting = f"\nc.Exchange.root = {str(folder)!r}\n"
    config = course_copy / "nbgrader_config.py"
    config.write_text(config.read_text() + setting)
    student = tmp_path / "student"
    student.mkdir()
    (student / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'rnn'{setting}"
    )
    return student


def test_a_submission_goes_round_with_nbgraders_own_commands(
    exchange, course_copy, released, reference, bank
) -> None:
    ok(course_copy, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    ok(course_copy, "nbgrader", "release_assignment", ASSIGNMENT)
    ok(exchange, "nbgrader", "fetch_assignment", ASSIGNMENT)
    path = exchange / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    fetched = nbformat.read(path, 4)
    assert (exchange / ASSIGNMENT / "utils.py").is_file()
    assert (exchange / ASSIGNMENT / "data/rnn_unfold2.png").is_file()
    solutions = {**reference, **bank["wrong_rnn_v3_seed_mistake"].cells}
    nbformat.write(compose(fetched, solutions), path)
    ok(exchange, "nbgrader", "submit", ASSIGNMENT)
    ok(course_copy, "nbgrader", "collect", ASSIGNMENT)
    ok(course_copy, "nbgrader", "autograde", ASSIGNMENT)
    ok(course_copy, "nbgrader", "generate_feedback", ASSIGNMENT)
    ok(course_copy, "nbgrader", "release_feedback", ASSIGNMENT)
    ok(course_copy, "nbgrader", "export")
    with (course_copy / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (float(row["score"]), float(row["max_score"])) == (91, 100)
    user = os.environ.get("JUPYTERHUB_USER") or row["student_id"]
    page = course_copy / "feedback" / user / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "LogSoftmax(dim=1) sur un tenseur (1, B, C)" in page.read_text()
    ok(exchange, "nbgrader", "fetch_feedback", ASSIGNMENT)


def test_what_students_read_holds_no_hidden_test_and_no_script(
    course_copy, released, reference
) -> None:
    payload = "<script>alert('corrige')</script><img src=x onerror=alert('corrige')>"
    attack = "\n".join(
        [
            "from IPython.display import HTML, Markdown, display",
            f"display(HTML({payload!r}), Markdown({payload!r}))",
            f"print({payload!r})",
            "class RNN_CE(nn.Module):",
            f"    def __init__(self, *sizes):\n        raise OSError({payload!r})",
            f"raise ValueError({payload!r})",
        ]
    )
    folder = course_copy / "submitted" / "eve" / ASSIGNMENT
    folder.mkdir(parents=True)
    notebook = compose(released, {**reference, "rnn_ce": attack}, {"reponse": payload})
    nbformat.write(notebook, folder / f"{ASSIGNMENT}.ipynb")
    ok(course_copy, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    ok(course_copy, "nbgrader", "autograde", ASSIGNMENT)
    ok(course_copy, "nbgrader", "generate_feedback", ASSIGNMENT)
    page = (course_copy / "feedback" / "eve" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    for word in ("grader_tests", "HIDDEN", "MARK SCHEME", "Réponse attendue", "Barème"):
        assert word not in page
    assert "Test caché" in page
    assert "<script>alert('corrige')" not in page
    assert "onerror=" not in page.replace("&lt;img src=x onerror=", "")
    assert "&lt;script&gt;" in page


def test_nbgrader_validate_agrees_on_the_visible_tests(tmp_path, released, reference, bank) -> None:
    folder = tmp_path / "student"
    folder.mkdir()
    (folder / "utils.py").write_text(
        (Path(__file__).parents[1] / "release" / ASSIGNMENT / "utils.py").read_text()
    )
    right, wrong = folder / "right.ipynb", folder / "wrong.ipynb"
    nbformat.write(compose(released, reference), right)
    last_only = {**reference, **bank["wrong_rnn_v2_last_state_only"].cells}
    nbformat.write(compose(released, last_only), wrong)
    assert "Success" in ok(folder, "nbgrader", "validate", str(right))
    told = ok(folder, "nbgrader", "validate", str(wrong))
    assert "au lieu de (23, 10, 50)" in told


def test_a_hidden_cell_runs_under_stock_nbgrader_too(course_copy, released, reference) -> None:
    """Runner one: the kernel of an nbgrader that executes the notebook by itself."""
    config = course_copy / "nbgrader_config.py"
    text = config.read_text()
    start = text.index("c.Autograde.exporter_class")
    end = text.index("# The language of what students read")
    kept = text[:start] + text[end:]
    config.write_text("\n".join(ln for ln in kept.splitlines() if "c.Grade." not in ln))
    folder = course_copy / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    nbformat.write(compose(released, reference), folder / f"{ASSIGNMENT}.ipynb")
    ok(course_copy, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    ok(course_copy, "nbgrader", "autograde", ASSIGNMENT)
    ok(course_copy, "nbgrader", "export")
    with (course_copy / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert float(row["score"]) == 95


def test_outside_a_course_the_command_says_where_to_go_without_a_traceback(tmp_path) -> None:
    ran = run_in(tmp_path, "corrige", "demo")
    assert ran.returncode == 1
    assert "run the command inside a course folder" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_unknown_assignment_is_named(course_copy) -> None:
    ran = run_in(course_copy, "corrige", "demo", "nonsense")
    assert ran.returncode == 1
    assert "nonsense" in ran.stderr and "Traceback" not in ran.stderr
