"""A small class whose work was graded, commented on by a person, and given back, once."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from autograde.conftest import SMALL, SmallCourse, small_notebook
from common import ROOT, ok
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

PICTURE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(1)</script>"
HIDDEN_TEST = f"""# Test caché (2 points). `double` double aussi les grands nombres.
# Voir : cours 1, [diapositive 7](https://example.org/cours1#7)
### BEGIN HIDDEN TESTS
# See: the chapter on multiplication
from grader_tests.{SMALL}.test_double import test_double

secret = 7919
test_double(double)
### END HIDDEN TESTS"""
CHECK = '''"""The hidden check of the small course."""

import torch

from corrige.checks import check
from corrige.checks import translate as _


@check
def test_double(double):
    """Large numbers are doubled as well."""
    drawn = int(torch.randint(10**6, 10**7, ()))
    assert double(drawn) == 2 * drawn, _("twice a large number was expected")
'''
HOSTILE = f"""
from IPython.display import HTML, Latex, Markdown, SVG, Javascript, display
display(HTML({SCRIPT + PICTURE!r} + '<a href="javascript:alert(1)">là</a><iframe src="https://example.org"></iframe>'))
display(Markdown({SCRIPT!r} + '[là](javascript:alert(1)) ![x](https://example.org/a.png)'))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
display(Javascript('alert(1)'))
print({SCRIPT!r})
def double(x):
    return {SCRIPT!r} if x == 4 else 2 * x
raise ValueError({PICTURE!r})
"""
DRAWS = """
import matplotlib.pyplot as plt
plt.plot([1, 2]); plt.show()
print("a" * 300)
for line in range(100):
    print("ligne", line)
def double(x):
    return 2 * x if x < 1000 else x
"""


def notebook():
    """Return the instructor's notebook: a statement, two tests, a question for a person."""
    made = small_notebook()
    solution, visible, hidden, words = made.cells
    visible.source = (
        "# Tests visibles (2 points) : de petits nombres\n"
        'assert double(4) == 8, f"reçu {double(4)}"'
    )
    hidden.source = HIDDEN_TEST
    made.cells = [
        given("titre", "# Doubler"),
        given("exercice_1", "## Exercice 1 : `double`\n\n"
              "On veut $y = 2x$, pour tout $x \\in Z$.\n\n"
              "![Une droite de pente deux](droite.svg)"),
        solution, visible, hidden,
        given("exercice_2", "## Exercice 2 : pourquoi ?"),
        words,
    ]  # fmt: skip
    return made


def given(name: str, text: str):
    data = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": "markdown",
            "grade": False, "solution": False, "locked": True}  # fmt: skip
    return new_markdown_cell(text, metadata={"nbgrader": data}, id=name)


@pytest.fixture(scope="session")
def given_back(tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    """The class after `corrige autograde`, a person's grading and `nbgrader generate_feedback`."""
    root = tmp_path_factory.mktemp("given-back")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(
        f"{config}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n", encoding="utf-8"
    )
    source = root / "source" / SMALL
    source.mkdir(parents=True)
    nbformat.write(notebook(), source / f"{SMALL}.ipynb")
    (source / "droite.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    course = SmallCourse(root)
    course.write_check(CHECK)
    shutil.copy(ROOT / "grader_tests" / "__init__.py", root / "grader_tests" / "__init__.py")
    ok(root, "nbgrader", "generate_assignment", SMALL)
    ok(root, "nbgrader", "db", "assignment", "add", SMALL, "--duedate", "2026-10-16 00:00:00 UTC")
    course.submit("ada", answer="Parce que $x + x = 2x$.")
    course.submit("blaise", DRAWS)
    course.submit("celine", "def double(x):\n    return x\n\nimport os\nos._exit(1)")
    (course.submit("denis") / "timestamp.txt").write_text("2026-10-18 18:00:00 UTC")
    course.submit("eve", HOSTILE, answer=f"{SCRIPT} $\\href{{javascript:alert(1)}}{{x}}$ {PICTURE}")
    done = course.autograde("--create")
    assert done.returncode == 0, done.stdout + done.stderr
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        for student, points in (("ada", 2), ("eve", 3)):
            row = gradebook.find_grade("words", SMALL, SMALL, student)
            row.manual_score, row.needs_manual_grade = points, False
            comment = gradebook.find_comment("words", SMALL, SMALL, student)
            comment.manual_comment = f"Il manque **l'essentiel**. {SCRIPT}{PICTURE}"
        gradebook.db.commit()
    ok(root, "nbgrader", "generate_feedback", SMALL)
    return course


def page_of(course: SmallCourse, student: str) -> Path:
    return course.root / "feedback" / student / SMALL / f"{SMALL}.html"
