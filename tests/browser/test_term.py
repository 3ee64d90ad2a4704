"""A term in the browser: JupyterLab, nbgrader's extensions and corrige, as people see them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from browser.classroom import Account, Classroom, documented
from browser.pages import Screens
from common import ASSIGNMENT
from nbformat import NotebookNode
from playwright.sync_api import expect

from corrige.grading import read_kept, read_notebook
from corrige.grading.cells import grade_id, is_hidden, is_test, max_points
from corrige.verdict import Outcome

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

NAME = f"{ASSIGNMENT}.ipynb"
OTHER = "tp_attention"
MADE = (["corrige", "new"], ["nbgrader", "generate_assignment"], ["nbgrader", "release_assignment"])
QUESTION = "pourquoi_pas_recurrent"
ANSWER = (
    "Les couches agissent sur le dernier axe : chaque pas part du même état nul, rien ne "
    "passe de t-1 à t. La proposition 2 ne lit qu'un pas. "
    "Il faut une boucle qui passe l'état au pas suivant."
)
LAST_STEP_ONLY = """class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        return self.softmax(self.h2o(allh[-1])), allh"""
TOO_SMALL = "sortie de taille (10, 2) au lieu de (23, 10, 2)"
NOT_CARRIED = "wrong_rnn_v2_not_recurrent"
NOT_CARRIED_SAYS = "remis à zéro à chaque pas"


def place(notebook: NotebookNode, name: str) -> int:
    """Return where the cell with this grade id stands."""
    return [grade_id(cell) for cell in notebook.cells].index(name)


def visible_failed(path: Path) -> list[str]:
    """Return the visible test cells of a graded notebook that did not pass."""
    kept = read_kept(path)
    sources = {grade_id(cell): cell.source for cell in kept.notebook.cells}
    return [
        verdict.cell
        for verdict in kept.verdicts
        if not is_hidden(sources[verdict.cell]) and verdict.outcome is not Outcome.PASSED
    ]


def compare_with_the_terminal(student: Account, failed: list[str], message: str) -> None:
    """`nbgrader validate` and `corrige validate` say of the student's file what the button said."""
    path = f"{ASSIGNMENT}/{NAME}"
    said = student.run("nbgrader", "validate", path)
    if failed:
        assert f"VALIDATION FAILED ON {len(failed)} CELL(S)" in said.stdout, said.stdout
        assert message in said.stdout
    else:
        assert "Success! Your notebook passes all the tests." in said.stdout, said.stdout
    ours = json.loads(student.run("corrige", "validate", path, "--json").stdout)
    assert [cell["cell"] for cell in ours["cells"] if cell["outcome"] != "passed"] == failed


@pytest.mark.timeout(1200)
def test_a_class_goes_from_release_to_feedback_in_the_browser(
    classroom: Classroom, open_lab, screens: Screens, reference, bank
) -> None:
    ada, bob = classroom.student("ada"), classroom.student("bob")
    for commands in documented("Students", "sh"):
        ada.follow(commands)
    classroom.due(ASSIGNMENT, "2027-01-15 18:00:00 UTC")
    classroom.enrol("ada", "Ada", "Lovelace")
    classroom.enrol("bob", "Bob", "Kahn")
    for command in MADE:
        classroom.instructor.must(*command, OTHER)

    # The instructor generates and releases.
    instructor = open_lab(classroom.instructor)
    assert instructor.menu() == [
        "Assignment List",
        "Course List",
        "Formgrader",
        "Create assignment",
    ]
    formgrader = instructor.formgrader()
    instructor.hide_files()
    formgrader.press(ASSIGNMENT, "assign")
    screens(instructor.page, "formgrader-generated")
    formgrader.press(ASSIGNMENT, "release")
    expect(formgrader.row(ASSIGNMENT).locator("td.status")).to_have_text("released")

    # A student fetches and writes.
    student = open_lab(ada)
    assert student.menu() == ["Assignment List"]
    assignments = student.assignments()
    expect(assignments.row("released", ASSIGNMENT)).to_be_visible()
    screens(student.page, "student-released")
    assignments.press("released", ASSIGNMENT, "Fetch")
    page = assignments.open_notebook(ASSIGNMENT, ASSIGNMENT)
    student.hide_files()
    file = ada.folder / ASSIGNMENT / NAME
    fetched = read_notebook(file)
    assert not [cell for cell in fetched.cells if "HIDDEN TESTS" in cell.source]
    page.has_cells(len(fetched.cells))
    page.show(place(fetched, "enonce_m2m"))
    screens(student.page, "student-notebook")
    solutions = {**reference, "rnn_m2m": LAST_STEP_ONLY, **bank[NOT_CARRIED].cells}
    for name, text in solutions.items():
        page.write(place(fetched, name), text)
    page.write_words(place(fetched, QUESTION) + 1, ANSWER)

    # The visible test says in the notebook what is wrong, and so does the button.
    test_cell = place(fetched, "rnn_m2m_visible")
    page.run_all()
    expect(page.cell(test_cell).locator(".jp-OutputArea")).to_contain_text(TOO_SMALL)
    page.show(place(fetched, "rnn_m2m"))
    screens(student.page, "student-test-failed")
    page.validate()
    screens(student.page, "student-validate")
    said = page.read_validation()
    assert not said.passed and TOO_SMALL in said.text
    assert said.failed == (fetched.cells[test_cell].source,)
    written = read_notebook(file)
    assert {name: written.cells[place(written, name)].source for name in solutions} == solutions
    compare_with_the_terminal(ada, ["rnn_m2m_visible"], TOO_SMALL)

    # Another student hands that in, from a terminal.
    bob.must("nbgrader", "fetch_assignment", ASSIGNMENT, "--course", "rnn")
    shutil.copy(file, bob.folder / ASSIGNMENT / NAME)
    bob.must("nbgrader", "submit", ASSIGNMENT, "--course", "rnn")

    # The first mends it, and hands in with the button.
    page.write(place(fetched, "rnn_m2m"), reference["rnn_m2m"])
    page.validate()
    screens(student.page, "student-validate-success")
    assert page.read_validation().passed
    compare_with_the_terminal(ada, [], "")
    assignments.show()
    assignments.press("fetched", ASSIGNMENT, "Submit")
    expect(assignments.row("submitted", ASSIGNMENT)).to_be_visible()
    screens(student.page, "student-assignment-list")

    # The instructor collects and grades by the button.
    formgrader.press(ASSIGNMENT, "collect")
    expect(formgrader.row(ASSIGNMENT).locator("td.num-submissions")).to_have_text("2")
    screens(instructor.page, "formgrader-assignments")
    formgrader.submissions(ASSIGNMENT)
    for name in ("ada", "bob"):
        formgrader.press(name, "autograde")
        expect(formgrader.row(name).locator("td.status")).to_have_text("needs manual grading")
    screens(instructor.page, "formgrader-autograded")
    graded = {
        name: classroom.course / "autograded" / name / ASSIGNMENT / NAME for name in ("ada", "bob")
    }
    tests = [cell for cell in read_notebook(graded["ada"]).cells if is_test(cell)]
    for path in graded.values():
        kept = read_kept(path)
        assert not kept.unsafe
        assert [verdict.cell for verdict in kept.verdicts] == [grade_id(c) for c in tests]
        hidden = {grade_id(cell) for cell in tests if is_hidden(cell.source)}
        assert all(v.seed is not None for v in kept.verdicts if v.cell in hidden)
    assert visible_failed(graded["ada"]) == []
    assert visible_failed(graded["bob"]) == ["rnn_m2m_visible"]
    lost = bank[NOT_CARRIED].loses
    expected = {grade_id(c): 0 if grade_id(c) in lost else max_points(c) for c in tests}
    assert classroom.points(ASSIGNMENT, "ada").items() >= expected.items()

    # The question that a person grades.
    formgrader.go("Manual Grading")
    formgrader.go(ASSIGNMENT)
    formgrader.go(ASSIGNMENT)
    formgrader.row("ada").locator("a:visible").first.click()
    expect(formgrader.frame.locator("body")).to_contain_text("La proposition 2 ne lit qu'un pas")
    expect(formgrader.output("rnn_v2_test_state_is_carried")).to_contain_text(NOT_CARRIED_SAYS)
    formgrader.type_score(QUESTION, "4")
    formgrader.cell(QUESTION).scroll_into_view_if_needed()
    screens(instructor.page, "formgrader-manual")
    assert classroom.points(ASSIGNMENT, "ada")[QUESTION] == 4

    # Feedback: generated and released, fetched and read.
    formgrader.go("Manual Grading")
    formgrader.go("Manage Assignments")
    formgrader.press(ASSIGNMENT, "generate-feedback")
    formgrader.press(ASSIGNMENT, "release-feedback")
    assignments.press("submitted", ASSIGNMENT, "Fetch Feedback")
    submitted = assignments.row("submitted", ASSIGNMENT)
    expect(submitted).to_contain_text("view feedback")
    screens(student.page, "student-feedback-fetched")
    submitted.get_by_text("view feedback").click()
    student.hide_files()
    student.open_file(f"{ASSIGNMENT}.html")
    feedback = student.page.frame_locator(".jp-HTMLViewer iframe").locator("body")
    expect(feedback).to_contain_text(NOT_CARRIED_SAYS)
    expect(feedback).to_contain_text("La proposition 2 ne lit qu'un pas")
    student.hide_files()
    screens(student.page, "student-feedback")
    total = f"{sum(expected.values()) + 4:.0f}"
    expect(feedback).to_contain_text(re.compile(rf"(?<!\d){total}(\.0)? / "))
    text = feedback.inner_text()
    assert "grader_tests" not in text and "MARK SCHEME" not in text
