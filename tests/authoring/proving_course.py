"""A small course to prove: sound, or with one of every defect."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from common import ROOT, run_in
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from corrige.authoring import _cells as make
from corrige.course import Course

NAME = "tp"

SOLUTION = """\
import torch


def centred(x):
    ### BEGIN SOLUTION
    average = x.mean(dim=0, keepdim=True)
    return x - average
    ### END SOLUTION
"""

IMPORTS = '''\
"""The hidden checks."""

import torch

from corrige.checks import check
'''

VALUES = '''

@check
def test_values(centred):
    """Each column is centred."""
    for rows, columns in ((3, 4), (6, 2)):
        x = torch.randn(rows, columns)
        got = centred(x)
        assert got.shape == x.shape, "the result has another size than x"
        assert torch.allclose(got, x - x.mean(0), atol=1e-5), "the columns are not centred"


@check
def test_gradient(centred):
    """The gradient reaches x."""
    x = torch.randn(5, 3, requires_grad=True)
    got = centred(x)
    assert got.requires_grad, "the graph is cut"
    (found,) = torch.autograd.grad((got * torch.arange(15.0).view(5, 3)).sum(), x)
    weights = torch.arange(15.0).view(5, 3)
    assert torch.allclose(found, weights - weights.mean(0), atol=1e-4), "a part is detached"
'''

DEFECTS = '''

@check
def test_flaky(centred):
    """Fails now and then."""
    assert centred(torch.randn(3, 4)).shape == (3, 4) and torch.rand(()) > 0.3, "bad luck"


@check
def test_reads_nothing(centred):
    """Passes whatever it is given."""
    assert centred is not None


@check
def test_redundant(centred):
    """Sees nothing that test_values does not see."""
    assert centred(torch.randn(3, 4)).shape == (3, 4), "the result has another size than x"


@check
def test_sizes_of_statement(centred):
    """Uses the numbers of the statement alone."""
    got = centred(torch.randn(23, 10))
    assert torch.allclose(got.mean(0), torch.zeros(10), atol=1e-5)


@check
def test_forgotten(centred):
    """No cell calls it."""
    assert centred(torch.ones(2, 2)).sum() == 0
'''

SCALED = """\
def scaled(x, factor=2.0):
    ### BEGIN SOLUTION
    return factor * x
    ### END SOLUTION
"""

SCALED_CHECK = '''

@check
def test_scaled(scaled):
    """x is multiplied by the factor that is given."""
    x = torch.randn(3)
    assert torch.equal(scaled(x, 3.0), 3.0 * x), "x is not multiplied by the factor"
'''

RIGHT = """\
# Par soustraction sur place d'une copie.

# %% centred
import torch


def centred(x):
    return x.sub(x.mean(0))
"""

WRONG = """\
# Centre les lignes.
# perd : tp_test_values, tp_test_gradient

# %% centred
import torch


def centred(x):
    return x - x.mean(dim=1, keepdim=True)
"""


def _hidden(check: str, argument: str = "centred"):
    text = (
        f"{make.BEGIN_HIDDEN}\nfrom grader_tests.{NAME}.test_tp import {check}\n\n"
        f"{check}({argument})\n{make.END_HIDDEN}"
    )
    return text, f"tp_{check}"


def sound(root: Path) -> Course:
    """A course whose only assignment is proven: 10 points, checks that catch all."""
    cells = [
        make.given(new_markdown_cell("Centrez les colonnes."), "statement"),
        make.solution(new_code_cell(SOLUTION), "centred"),
        make.test(*_hidden("test_values"), 6),
        make.test(*_hidden("test_gradient"), 4),
    ]
    files = {"right_sub.py": RIGHT, "wrong_rows.py": WRONG, "proof.toml": "points = 10\n"}
    return _course(root, cells, IMPORTS + VALUES, files)


def defective(root: Path) -> Course:
    """The same with one of every defect; the tests say which is where."""
    statement = "seq = torch.rand(23, 10)\n# average = x.mean(dim=0, keepdim=True)"
    cells = [
        make.solution(new_code_cell(SOLUTION), "centred"),
        make.given(new_code_cell(statement), "statement"),
        make.test(*_hidden("test_values"), 6),
        make.test(*_hidden("test_gradient"), 0),
        make.test(*_hidden("test_flaky"), 1),
        make.test(*_hidden("test_reads_nothing"), 1),
        make.test(*_hidden("test_redundant"), 1),
        make.test(*_hidden("test_sizes_of_statement"), 1),
        make.solution(new_code_cell(SCALED), "scaled"),
        make.test(*_hidden("test_scaled", "scaled"), 2),
    ]
    files = {
        "right_transposed.py": RIGHT.replace("x.sub(x.mean(0))", "(x.T - x.T.mean(0)).T"),
        "wrong_rows.py": WRONG.replace(
            "\n\n", "\n# perd parfois : tp_test_flaky\n# dit : moyenne par colonne\n\n", 1
        ),
        "wrong_told_nothing.py": "# Ne rend rien.\n# perd : tp_test_scaled\n\n# %% scaled\n"
        "def scaled(x, factor=2.0):\n    return undefined\n",
        "proof.toml": '[[survivors]]\nmutant = "centred nonsense"\nreason = "never"\n',
    }
    course = _course(root, cells, IMPORTS + VALUES + DEFECTS + SCALED_CHECK, files)
    notebook = course.assignment(NAME).release / f"{NAME}.ipynb"
    notebook.write_text(notebook.read_text().replace("VOTRE CODE ICI", "VOTRE CODE"))
    return course


def _course(root: Path, cells: list, checks: str, bank: dict[str, str]) -> Course:
    course = Course(root)
    root.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": spec})
    assignment = course.assignment(NAME)
    assignment.source.mkdir(parents=True)
    nbformat.write(notebook, assignment.source / f"{NAME}.ipynb")
    assignment.checks.mkdir(parents=True)
    for folder in (assignment.checks, assignment.checks.parent):
        (folder / "__init__.py").write_text('"""The hidden checks."""\n')
    (assignment.checks / "test_tp.py").write_text(checks)
    (root / "bank" / NAME).mkdir(parents=True)
    for name, text in bank.items():
        (root / "bank" / NAME / name).write_text(text)
    made = run_in(root, "nbgrader", "generate_assignment", NAME)
    assert made.returncode == 0, made.stderr
    return course
