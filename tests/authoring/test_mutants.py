"""Mutants are mistakes of a kind, each once; a test is run again where one can reach it."""

from __future__ import annotations

import ast

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from corrige.authoring import _cells as make
from corrige.authoring.proving._affected import affected_tests
from corrige.authoring.proving.mutants import Mutant, mutants_of

CELL = """\
class Net(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.i2h = nn.Linear(a, b)
        self.h2h = nn.Linear(b, b)
        self.act = nn.Tanh()
        self.out = nn.LogSoftmax(dim=-1)
        self.rec = nn.RNN(a, b)

    def forward(self, x, hidden=None):
        if hidden is None:
            hidden = self.start()
        states = []
        for i in range(len(x)):
            hidden = torch.tanh(self.i2h(x[i, :, :]) + self.h2h(hidden))
            states.append(hidden)
        return self.out(hidden), torch.stack(states)

    def start(self):
        return torch.zeros(1, 4)
"""


@pytest.fixture(scope="module")
def of_the_cell() -> tuple[list[Mutant], list[str]]:
    return mutants_of({"net": CELL})


@pytest.mark.parametrize(
    "line",
    [
        "hidden = (self.i2h(x[i, :, :]) + self.h2h(hidden))",
        "hidden = torch.tanh(self.h2h(hidden))",
        "hidden = torch.tanh(self.i2h(x[i, :, :]) - self.h2h(hidden))",
        "hidden = torch.tanh(self.i2h(x[:, i, :]) + self.h2h(hidden))",
        "hidden = torch.tanh(self.h2h(x[i, :, :]) + self.h2h(hidden))",
        "hidden = torch.relu(self.i2h(x[i, :, :]) + self.h2h(hidden))",
        "hidden = torch.tanh(self.i2h(x[i, :, :]) + self.h2h(hidden)).detach()",
        "hidden = torch.tanh(self.i2h(x[i, :, :]) + self.h2h(hidden)).data",
        "hidden = torch.zeros_like(hidden)",
        "hidden = self.start()",
        "for i in (range(len(x) - 1)):",
        "for i in (range(1, len(x))):",
        "if hidden is not None:",
        "if (True):",
        "self.i2h = nn.Linear(b, a)",
        "self.i2h = nn.Linear(a, b, bias=False)",
        "for p in self.i2h.parameters(): nn.init.constant_(p, 0.1)",
        "self.act = nn.ReLU()",
        "self.act = nn.Sigmoid()",
        "self.out = nn.Softmax(dim=-1)",
        "self.out = nn.LogSoftmax(dim=0)",
        "self.rec = nn.GRU(a, b)",
        "self.rec = nn.LSTM(a, b)",
        "return torch.stack(states), self.out(hidden)",
        "return self.out(hidden)",
        "return torch.zeros(1, 5)",
        "return torch.ones(1, 4)",
        "break",
        "def forward(self, x, hidden):",
    ],
)
def test_a_mistake_that_students_make_is_among_the_mutants(line, of_the_cell) -> None:
    mutants, skipped = of_the_cell
    assert not skipped
    added = {
        text[1:].strip()
        for mutant in mutants
        for text in mutant.diff.splitlines()[3:]
        if text.startswith("+") or line in text
    }
    assert line in added


def test_every_mutant_is_python_and_another_program_and_keeps_its_name(of_the_cell) -> None:
    mutants, _skipped = of_the_cell
    shapes = [ast.dump(ast.parse(mutant.source)) for mutant in mutants]
    assert len({*shapes, ast.dump(ast.parse(CELL))}) == len(mutants) + 1
    assert [m.name for m in mutants] == [m.name for m in mutants_of({"net": CELL})[0]]
    assert len({mutant.name for mutant in mutants}) == len(mutants) > 80


def test_blocks_within_blocks_are_mutated_like_others() -> None:
    cell = """\
def write(model, most):
    with torch.no_grad():
        if most:
            if most > 1: text = start()
            with quiet():
                for step in range(most):
                    text = model(text)
    return text
"""
    made = [m.source for m in mutants_of({"write": cell})[0]]
    assert any("text = start()\n                    text = model" in source for source in made)
    assert any("range(1, most)" in source for source in made)


def test_layers_made_under_a_condition_are_layers() -> None:
    cell = """\
class Net(nn.Module):
    def __init__(self, deep):
        super().__init__()
        self.first = nn.Linear(2, 3)
        if deep:
            self.second = nn.Linear(3, 3)

    def forward(self, x):
        return self.second(self.first(x))
"""
    made = [m.source for m in mutants_of({"net": cell})[0]]
    assert any("return self.first(self.first(x))" in source for source in made)


def test_a_function_inside_a_function_or_a_condition_does_not_stop_the_walk() -> None:
    cell = """\
def f(x, twice=False):
    def g(y):
        return y + 1

    if twice:
        def g(y):
            return y + 2
    with torch.no_grad():
        total = g(x)
    return total
"""
    mutants, skipped = mutants_of({"f": cell})
    assert not skipped
    assert {"return y", "return y - 1"} <= {
        line.removeprefix("+").strip().replace("(y)", "y")
        for mutant in mutants
        for line in mutant.diff.splitlines()[3:]
    }


def test_a_cell_with_a_magic_is_left_alone() -> None:
    assert mutants_of({"plot": "%matplotlib inline\nx = 1\n"}) == ([], ["plot"])


@pytest.fixture
def notebook():
    cells = [
        make.solution(new_code_cell("def f(x):\n    return x"), "f"),
        make.solution(new_code_cell("def g(x):\n    hidden = x\n    return hidden"), "g"),
        make.given(new_code_cell("n = 3\nmade = f(n)"), "made"),
        make.test("hidden = f(1)\nassert hidden == 1", "f_test", 1),
        make.test("hidden = g(1)\nassert hidden == n", "g_test", 1),
        make.test("assert made == 3", "made_test", 1),
        make.solution(new_code_cell("def h(x):\n    return f(x)"), "h"),
        make.test("assert h(1) == 1", "h_test", 1),
    ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("cell", "text", "tests"),
    [
        ("g", "def g(x):\n    return None", {"g_test"}),
        ("f", "def f(x):\n    return None", {"f_test", "made_test", "h_test"}),
        ("h", "def h(x):\n    self.x = 1", {"f_test", "g_test", "made_test", "h_test"}),
        ("h", "torch.tanh = None", {"f_test", "g_test", "made_test", "h_test"}),
        ("h", "def h(x):\n    x.y = 1", {"h_test"}),
    ],
)
def test_the_tests_that_a_change_reaches_are_run_again(notebook, cell, text, tests) -> None:
    assert affected_tests(notebook, {cell: text}) == tests
