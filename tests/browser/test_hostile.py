"""A submission that attacks whoever looks at it, graded by the button."""

from __future__ import annotations

import nbformat
import pytest
from browser.classroom import Account, Classroom
from browser.pages import Screens
from common import ASSIGNMENT
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from playwright.sync_api import expect

from corrige.authoring import compose
from corrige.grading import read_kept, read_notebook
from corrige.grading.cells import grade_id, is_test, max_points
from corrige.verdict import Outcome

NAME = f"{ASSIGNMENT}.ipynb"
SALT, CANARY, PASSWORD = "sel-de-ce-cours", "canari_des_tests", "mot-de-passe-du-professeur"

SEARCH = """
import glob, os
places = ["{home}/.jupyter/nbgrader_config.py"] + glob.glob("/proc/[0-9]*/environ")
for pattern in ("{course}/**/*.py", "{home}/.local/share/jupyter/runtime/*.json"):
    places += glob.glob(pattern, recursive=True)
for place in places:
    try: print("BUTIN", place, open(place, errors="replace").read())
    except OSError: pass
print("FIN DE LA FOUILLE", len(places))
"""
MARKUP = """
from IPython.display import HTML, display
display(HTML("<b>bonjour</b><script>window.pirate = 1</script>"))
display(HTML("<img src=x onerror='window.pirate = 1'>"))
"""
LEAVES = """import os
class RNN_V2(nn.Module):
    def __init__(self, *sizes):
        super().__init__()

    def forward(self, input, hidden=None):
        os._exit(0)"""


def hand_in(account: Account, notebook: NotebookNode) -> None:
    nbformat.write(notebook, account.folder / ASSIGNMENT / NAME)
    account.must("nbgrader", "submit", ASSIGNMENT, "--course", "rnn")


@pytest.mark.timeout(1200)
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_hostile_submission_is_flagged_in_formgrader_and_harms_nobody(
    classroom: Classroom, open_lab, screens: Screens, reference
) -> None:
    teacher, mallory, ada = classroom.instructor, *map(classroom.student, ("mallory", "ada"))
    with (classroom.course / "nbgrader_config.py").open("a") as settings:
        settings.write(f"\nc.Grade.salt = '{SALT}'\n")
    checks = classroom.course / "grader_tests" / ASSIGNMENT / "test_rnn_v2.py"
    checks.write_text(f"{checks.read_text()}\n{CANARY} = 1\n")
    teacher.must("nbgrader", "generate_assignment", ASSIGNMENT)
    teacher.must("nbgrader", "release_assignment", ASSIGNMENT)
    for student in (mallory, ada):
        student.must("nbgrader", "fetch_assignment", ASSIGNMENT, "--course", "rnn")
    released = read_notebook(mallory.folder / ASSIGNMENT / NAME)
    hand_in(ada, compose(released, reference))
    attack = compose(released, {**reference, "rnn_v2": LEAVES})
    search = SEARCH.replace("{home}", str(teacher.home)).replace("{course}", str(classroom.course))
    attack.cells[:0] = [new_code_cell(search), new_code_cell(MARKUP)]
    hand_in(mallory, attack)

    lab = open_lab(teacher, PASSWORD_OF_THE_COURSE=PASSWORD)
    formgrader = lab.formgrader()
    lab.hide_files()
    formgrader.press(ASSIGNMENT, "collect")
    formgrader.submissions(ASSIGNMENT)
    log = formgrader.press("mallory", "autograde")
    assert "could not be graded, flagged for a person" in log
    formgrader.press("ada", "autograde")
    for name in ("mallory", "ada"):
        expect(formgrader.row(name).locator("td.status")).to_have_text("needs manual grading")
    screens(lab.page, "hostile-graded")

    # Points for what was right; none, and a person to look, for what could not be judged.
    tests = {grade_id(c): max_points(c) for c in classroom.source(ASSIGNMENT) if is_test(c)}
    killed = {name for name in tests if name.startswith("rnn_v2_")}
    graded = classroom.course / "autograded" / "mallory" / ASSIGNMENT / NAME
    verdicts = {verdict.cell: verdict for verdict in read_kept(graded).verdicts}
    assert {n for n, v in verdicts.items() if v.outcome is not Outcome.PASSED} == killed
    assert {verdicts[name].outcome for name in killed} == {Outcome.UNGRADABLE}
    points = classroom.points(ASSIGNMENT, "mallory")
    assert {n: points[n] for n in tests} == {n: p * (n not in killed) for n, p in tests.items()}
    assert classroom.waiting(ASSIGNMENT, "mallory") >= killed
    assert classroom.points(ASSIGNMENT, "ada").items() >= tests.items()
    assert not classroom.waiting(ASSIGNMENT, "ada") & set(tests)

    # What a grader sees of it.
    formgrader.go("Manual Grading")
    formgrader.go(ASSIGNMENT)
    formgrader.go(ASSIGNMENT)
    formgrader.row("mallory").locator("a:visible").first.click()
    page = formgrader.frame.locator("body")
    expect(page).to_contain_text("FIN DE LA FOUILLE")
    expect(page).to_contain_text("bonjour")
    screens(lab.page, "hostile-search")
    one = "rnn_v2_test_state_is_carried"
    assert verdicts[one].message
    expect(formgrader.output(one)).to_contain_text(verdicts[one].message)
    expect(formgrader.frame.locator(f"[id='{one}']")).to_have_class(
        "score tabbable needs_manual_grade"
    )
    formgrader.cell(one).scroll_into_view_if_needed()
    screens(lab.page, "hostile-flagged")
    token = lab.address.partition("token=")[2]
    assert token
    for secret in (SALT, CANARY, PASSWORD, token):
        assert secret not in page.inner_text()
        assert secret not in graded.read_text(encoding="utf-8")
    assert page.evaluate("() => [window.pirate, window.parent.pirate]") == [None, None]

    # A person decides, and the flag goes.
    formgrader.type_score(one, "1")
    assert classroom.points(ASSIGNMENT, "mallory")[one] == 1
    assert one not in classroom.waiting(ASSIGNMENT, "mallory")
