"""The verifier runs the instructor's cells and hands one verdict to the grader for each test."""

from __future__ import annotations

import os
import signal
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from wall_setup import IMPATIENCE, MODELS, Notebook

from corrige.verdict import Outcome

Start = Callable[..., Notebook]

CHECKS = '''
import pytest
import torch
from torch import nn


def test_state_is_carried(RNN_V2):
    """L'état caché passe d'un pas de temps au suivant."""
    model = RNN_V2(4, 3, 2)
    x = torch.randn(5, 2, 4)
    _, states = model(x)
    x[0] += 1
    assert not torch.allclose(model(x)[1][-1], states[-1]), "l'état ne passe pas"


def test_gradient_reaches_the_first_step(RNN_V2):
    model = RNN_V2(4, 3, 2)
    x = torch.randn(5, 2, 4, requires_grad=True)
    model(x)[0].sum().backward()
    assert x.grad[0].abs().sum() > 0


def score(RNN_V2):
    return 0.5 if RNN_V2(4, 3, 2).hidden_size == 3 else 0
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course" / "grader_tests" / "rnn"
    folder.mkdir(parents=True)
    (folder / "test_rnn.py").write_text(textwrap.dedent(CHECKS))
    return tmp_path / "course"


def check(name: str) -> str:
    return f"from grader_tests.rnn.test_rnn import {name}\n{name}(RNN_V2)"


def test_hidden_and_visible_tests_of_a_right_solution_pass(notebook: Start, course: Path) -> None:
    nb = notebook([course])
    session = nb.session
    assert session.run_instructor_cell("import torch\nseq_x = torch.rand(23, 10, 4)") == ""
    assert nb.student(MODELS, "RNN_V2", "boucle") == ""
    assert session.run_instructor_cell("rnn = RNN_V2(4, 3, 2)\nyhat, h = rnn(seq_x)\nh.shape") == ""
    verdicts = [
        session.run_test_cell("a", check("test_state_is_carried"), 2, seed=1),
        session.run_test_cell("b", check("test_gradient_reaches_the_first_step"), 1, seed=2),
        session.run_test_cell("c", "assert yhat.size() == (10, 2)\nprint('ok')", 1, seed=3),
        session.run_test_cell("d", "%matplotlib inline\nassert boucle(rnn, seq_x)", 1, seed=4),
    ]
    assert [v.outcome for v in verdicts] == [Outcome.PASSED] * 4
    assert [v.points for v in verdicts] == [2, 1, 1, 1]
    assert [v.seed for v in verdicts] == [1, 2, 3, 4]
    assert all(v.seconds > 0 for v in verdicts)


def test_a_wrong_solution_fails_with_the_check_s_words(notebook: Start, course: Path) -> None:
    nb = notebook([course])
    nb.student(MODELS, "RNN_V2")
    nb.student(
        "class RNN_V2(RNN_V2):\n    def forward(self, x):\n"
        "        return None, torch.zeros(5, 2, 3)",
        "RNN_V2",
    )
    verdict = nb.session.run_test_cell("a", check("test_state_is_carried"), 2, seed=1)
    assert verdict.outcome is Outcome.FAILED and verdict.points == 0
    assert verdict.message == (
        "L'état caché passe d'un pas de temps au suivant.\nl'état ne passe pas"
    )
    assert "test_state_is_carried" in verdict.detail


def test_values_of_a_library_s_assertion_stay_out_of_the_message(notebook: Start) -> None:
    nb = notebook()
    nb.student("def f(): return 1.5", "f")
    source = "import torch\ntorch.testing.assert_close(f(), 1234.5)"
    verdict = nb.session.run_test_cell("a", source, 1, seed=1)
    assert verdict.outcome is Outcome.FAILED
    assert "1234" not in verdict.message and "1234" in verdict.detail


def test_a_missing_name_fails_and_says_which(notebook: Start) -> None:
    nb = notebook()
    nb.student("pass", "RNN_V2")
    verdict = nb.session.run_test_cell("a", "RNN_V2(1, 2, 3)", 1, seed=1)
    assert verdict.outcome is Outcome.FAILED and "RNN_V2" in verdict.message


def test_only_announced_names_come_from_the_student(notebook: Start) -> None:
    nb = notebook()
    nb.student("secret = print = len = lambda *a: 7\nshown = 1", "shown")
    source = (
        "assert len([1, 2]) == 2 and shown == 1\ntry:\n    secret\n    found = True\n"
        "except NameError:\n    found = False\nassert not found"
    )
    assert nb.session.run_test_cell("a", source, 1, seed=1).outcome is Outcome.PASSED


def test_a_name_belongs_to_whoever_bound_it_last(notebook: Start) -> None:
    nb = notebook()
    nb.student("n = 1", "n")
    assert nb.session.run_test_cell("a", "assert n == 1", 1, seed=1).points == 1
    nb.session.run_instructor_cell("n = 5")
    assert nb.session.run_test_cell("b", "assert n == 5", 1, seed=1).points == 1
    nb.student("n = 2", "n")
    assert nb.session.run_test_cell(
        "c", "def f():\n    return n\nassert f() == 2", 1, seed=1
    ).points


@pytest.mark.parametrize(
    ("last", "outcome", "points"),
    [
        ("1.5", Outcome.PARTIAL, 1.5),
        ("2", Outcome.PASSED, 2),
        ("0", Outcome.FAILED, 0),
        ("True", Outcome.PASSED, 2),
        ("None", Outcome.PASSED, 2),
        ("'1'", Outcome.PASSED, 2),
        ("2.5", Outcome.FAULT, 0),
        ("-1", Outcome.FAULT, 0),
        ("float('nan')", Outcome.FAULT, 0),
    ],
)
def test_the_last_line_gives_partial_credit(
    notebook: Start, last: str, outcome: Outcome, points: float
) -> None:
    verdict = notebook().session.run_test_cell("a", last, 2, seed=1)
    assert (verdict.outcome, verdict.points) == (outcome, points)


@pytest.mark.parametrize("last", ["f(9)", "f(-1)", "[0] * f(10**18)", "f(f(2**255) * 2)"])
def test_a_student_cannot_turn_a_zero_into_a_fault(notebook: Start, last: str) -> None:
    nb = notebook()
    nb.student("def f(x): return x", "f")
    verdict = nb.session.run_test_cell("a", last, 2, seed=1)
    assert verdict.outcome is Outcome.UNGRADABLE and verdict.points == 0
    assert nb.session.run_test_cell("b", "f(1.5)", 2, seed=1).points == 1.5


def test_noise_and_warnings_cost_nothing(notebook: Start) -> None:
    source = (
        "import sys, warnings\nwarnings.warn('careful')\nprint('x' * 10**6, file=sys.stderr)\n"
        "print('fine')"
    )
    nb = notebook()
    nb.student("import warnings\ndef f():\n    warnings.warn('mine'); print('hello')", "f")
    assert nb.session.run_test_cell("a", source + "\nf()", 1, seed=1).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "source",
    [
        "import grader_tests.nowhere",
        "def broken(:",
        "raise SystemExit",
        "raise KeyboardInterrupt",
        "import torch\nmodel(torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1))",
        "1 / 0",
        "import pytest\npytest.skip('not today')",
    ],
)
def test_what_is_wrong_with_the_test_is_a_fault(notebook: Start, source: str) -> None:
    nb = notebook()
    nb.student("def model(x): return x", "model")
    verdict = nb.session.run_test_cell("a", source, 1, seed=1)
    assert verdict.outcome is Outcome.FAULT
    assert nb.session.run_test_cell("b", "assert model(1) == 1", 1, seed=1).points == 1


def test_a_student_s_exception_fails_and_its_text_stays_out_of_hidden_tests(
    notebook: Start,
) -> None:
    nb = notebook()
    nb.student("def f(x):\n    raise ValueError(f'<b>{x}')", "f")
    hidden = nb.session.run_test_cell("a", "f(1234)", 1, seed=1)
    shown = nb.session.run_test_cell("b", "f(1234)", 1, seed=1, hidden=False)
    assert hidden.outcome is shown.outcome is Outcome.FAILED
    assert "1234" not in hidden.message and "ValueError" in hidden.message
    assert "<b>1234" in shown.message and "1234" in hidden.detail


def test_a_dead_kernel_is_ungradable_for_every_later_test(notebook: Start) -> None:
    nb = notebook()
    nb.student("import os\ndef f(): os._exit(0)\ndef g(): return 1", "f", "g")
    assert nb.session.run_test_cell("a", "assert g() == 1", 1, seed=1).points == 1
    swallowing = "try:\n    f()\nexcept BaseException:\n    pass"
    verdicts = [
        nb.session.run_test_cell("b", swallowing, 1, seed=1),
        nb.session.run_test_cell("c", "assert g() == 1", 1, seed=1),
        nb.session.run_test_cell("d", "pass", 1, seed=1),
    ]
    assert [v.outcome for v in verdicts] == [Outcome.UNGRADABLE] * 3
    assert all(v.needs_person for v in verdicts)


def test_a_silent_student_is_ungradable_and_later_tests_are_judged(notebook: Start) -> None:
    nb = notebook(patience=IMPATIENCE)
    nb.student("def f():\n    while True: pass\ndef g(): return 1", "f", "g")
    verdicts = [
        nb.session.run_test_cell("a", "assert g() == 1", 1, seed=1),
        nb.session.run_test_cell("b", "try:\n    f()\nexcept BaseException:\n    pass", 1, seed=1),
        nb.session.run_test_cell("c", "assert g() == 1", 1, seed=1),
    ]
    assert [v.outcome for v in verdicts] == [Outcome.PASSED, Outcome.UNGRADABLE, Outcome.PASSED]


def test_a_verifier_that_dies_is_a_fault(notebook: Start) -> None:
    nb = notebook()
    nb.student("def f(): return 1", "f")
    verdict = nb.session.run_test_cell("a", "import os\nos._exit(1)", 1, seed=1)
    assert verdict.outcome is Outcome.FAULT
    assert nb.session.run_test_cell("b", "pass", 1, seed=1).outcome is Outcome.FAULT


def test_a_broken_solution_cell_leaves_the_other_exercises_alone(notebook: Start) -> None:
    nb = notebook()
    assert "ZeroDivisionError" in nb.student("f = 1 / 0", "f")
    nb.student("def g(): return 1", "g")
    assert "NameError" in nb.session.run_instructor_cell("value = f()")
    verdicts = [
        nb.session.run_test_cell("a", "assert value == 1", 1, seed=1),
        nb.session.run_test_cell("b", "assert g() == 1", 1, seed=1),
    ]
    assert [v.outcome for v in verdicts] == [Outcome.FAILED, Outcome.PASSED]


def test_the_same_seed_gives_the_same_inputs_and_another_seed_others(notebook: Start) -> None:
    nb = notebook()
    nb.student("seen = []\ndef f(x): seen.append(x); return seen", "f", "seen")
    draw = (
        "import random, numpy, torch\nx = (torch.rand(1).item(), random.random(), "
        "numpy.random.rand())\nseen = f(x)"
    )
    for seed in (7, 7, 8):
        assert nb.session.run_test_cell("a", draw, 1, seed=seed).points == 1
    verdict = nb.session.run_test_cell("b", "a, b, c = seen\nassert a == b != c", 1, seed=1)
    assert verdict.outcome is Outcome.PASSED


def test_the_kernel_can_be_driven_from_outside(notebook: Start) -> None:
    nb = notebook()
    nb.student("def f(): return 1", "f")
    nb.session.begin_test_cell("a", "assert f() == 1", 1, seed=1)
    nb.serve()
    verdict = nb.session.finish()
    assert not isinstance(verdict, str) and verdict.outcome is Outcome.PASSED


def test_a_kernel_killed_from_outside_is_ungradable(notebook: Start) -> None:
    nb = notebook()
    nb.student("def f(): return 1", "f")
    os.kill(nb.pid, signal.SIGKILL)
    assert nb.session.run_test_cell("a", "assert f() == 1", 1, seed=1).outcome is Outcome.UNGRADABLE


def test_an_agent_that_does_not_stop_serving_is_interrupted(notebook: Start) -> None:
    nb = notebook(patience=IMPATIENCE)
    endless = """
    import corrige.wall.agent as agent
    once = agent.Agent.pump
    def pump(self, until=None):
        while True:
            once(self, until)
    agent.Agent.pump = pump
    def f(): return 1
    """
    nb.student(endless, "f")
    assert nb.session.run_test_cell("a", "assert f() == 1", 1, seed=1).points == 1
    assert nb.run("g = 2") == ""
    assert nb.session.run_test_cell("b", "assert f() == 2", 1, seed=1).points == 0
