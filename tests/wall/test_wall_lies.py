"""Lies in good form: what a student's process may do and claim, and what becomes of it.

Each lie has an honest twin in the same test that passes the same check.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from wall_setup import MODELS, Notebook

from corrige.verdict import Outcome
from corrige.wall.errors import NonFiniteError, StudentError
from corrige.wall.proxy import MAY_CHANGE, NONFINITE_OK, Wall

Student = Callable[..., Wall]
Start = Callable[..., Notebook]

HEAD = "import torch, torch.nn as nn\n"


def both(student: Student, honest: str, lying: str) -> tuple[Any, Any]:
    """Return the name `f` of an honest student and of a lying one."""
    return tuple(student(HEAD + textwrap.dedent(source)).name("f") for source in (honest, lying))  # type: ignore[return-value]


def passes(check: Callable[[Any], None], work: Any) -> bool:
    try:
        check(work)
    except (AssertionError, StudentError, TypeError, ValueError):
        return False
    return True


def test_an_input_zeroed_by_the_student_is_intact_for_the_check(student: Student) -> None:
    def check(f: Any) -> None:
        x = torch.rand(4) + 1
        assert torch.equal(f(x), 3 * x)

    honest, lying = both(
        student, "def f(x): return 3 * x", "def f(x): x.zero_(); return torch.zeros(4)"
    )
    assert passes(check, honest) and not passes(check, lying)


MODEL = """
class f(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)
    def forward(self, x):
        {first}
        return {result}
"""


def recomputes(f: Any) -> None:
    model = f()
    x = torch.randn(2, 3)
    assert torch.allclose(model(x), x @ model.lin.weight.T + model.lin.bias, atol=1e-6)


def test_parameters_zeroed_by_forward_do_not_change_ours(student: Student) -> None:
    zeroing = "[p.data.zero_() for p in self.parameters()]"
    honest, lying = both(
        student,
        MODEL.format(first="pass", result="self.lin(x)"),
        MODEL.format(first=zeroing, result="torch.zeros(2, 3)"),
    )
    assert passes(recomputes, honest) and not passes(recomputes, lying)


def test_a_thread_that_rewrites_parameters_late_does_not_change_ours(student: Student) -> None:
    late = """
    import threading, time
    models = []
    def rewrite():
        while True:
            for m in models:
                for p in m.parameters():
                    p.data.fill_(1e-9)
            time.sleep(0.001)
    threading.Thread(target=rewrite, daemon=True).start()
    """
    lying = student(
        HEAD
        + textwrap.dedent(late)
        + MODEL.format(first="models.append(self)", result="torch.zeros(2, 3)")
    ).name("f")
    honest = student(HEAD + MODEL.format(first="pass", result="self.lin(x)")).name("f")
    assert passes(recomputes, honest) and not passes(recomputes, lying)


def test_a_function_that_rewrites_a_model_changes_ours_only_by_permission(
    student: Student,
) -> None:
    wall = student(MODELS)
    model = wall.name("RNN_V2")(4, 3, 2)
    before = [p.clone() for p in model.parameters()]
    wall.name("zeroes")(model)
    assert all(map(torch.equal, before, model.parameters()))
    x = torch.randn(2, 1, 4)
    assert model(x)[1].abs().sum() > 0
    setattr(model, MAY_CHANGE, True)
    wall.name("zeroes")(model)
    assert all(p.abs().sum() == 0 for p in model.parameters())
    assert model(x)[1].abs().sum() == 0


def test_a_training_step_of_the_student_s_is_taken_over_by_permission(student: Student) -> None:
    wall = student(MODELS)
    model = wall.name("RNN_V2")(4, 3, 2)
    x = torch.randn(5, 2, 4)
    setattr(model, MAY_CHANGE, True)
    losses = [wall.name("sgd_step")(model, x) for _ in range(5)]
    delattr(model, MAY_CHANGE)
    assert losses[-1] < losses[0]
    assert model(x)[0].sum().item() < losses[-1]


def test_a_tensor_is_written_back_only_by_permission(student: Student) -> None:
    doubles = student(MODELS).name("doubles")
    x = torch.ones(3)
    assert doubles(x).tolist() == [2.0] * 3 and x.tolist() == [1.0] * 3
    setattr(x, MAY_CHANGE, True)
    doubles(x)
    assert x.tolist() == [2.0] * 3


def test_steering_the_generator_does_not_reach_the_check_s_draws(student: Student) -> None:
    steering = """
    import random
    zero = torch.Generator().manual_seed(0).get_state()
    torch.rand = torch.randn = lambda *size, **k: torch.zeros(*size)
    def f(x):
        torch.manual_seed(0); torch.set_rng_state(zero); random.seed(0)
        return torch.zeros_like(x)
    """

    def check(f: Any) -> None:
        for _ in range(2):
            x = torch.randn(5)
            assert torch.equal(f(x), x * 2)

    honest, lying = both(student, "def f(x): return x * 2", steering)
    assert passes(check, honest) and not passes(check, lying)
    drawn = torch.randn(3)
    lying(drawn)
    assert not torch.equal(torch.randn(3), torch.randn(3))


def test_the_check_s_later_draws_cannot_be_foretold_from_a_seed(student: Student) -> None:
    foretelling = """
    def f(x):
        return torch.randn(5)
    """
    work = student(HEAD + textwrap.dedent(foretelling)).name("f")
    torch.manual_seed(3)
    told = work(torch.zeros(1))
    torch.manual_seed(3)
    work(torch.zeros(1))
    assert not torch.equal(torch.randn(5), told)
    torch.manual_seed(3)
    assert torch.equal(work(torch.zeros(1)), told)


def finite_differences(f: Any) -> None:
    x = torch.randn(3, dtype=torch.float64, requires_grad=True)
    f(x).sum().backward()
    for i in range(3):
        step = torch.zeros(3, dtype=torch.float64)
        step[i] = 1e-6
        with torch.no_grad():
            slope = (f(x + step).sum() - f(x - step).sum()) / 2e-6
        assert x.grad is not None
        assert torch.allclose(slope, x.grad[i], atol=1e-5)


def test_a_fake_gradient_is_caught_by_finite_differences(student: Student) -> None:
    fake = """
    class Fake(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x): return x.sin()
        @staticmethod
        def backward(ctx, g): return torch.ones_like(g)
    def f(x): return Fake.apply(x)
    """
    honest, lying = both(student, "def f(x): return x.sin()", fake)
    assert passes(finite_differences, honest) and not passes(finite_differences, lying)


def test_random_output_is_caught_by_calling_twice(student: Student) -> None:
    def check(f: Any) -> None:
        x = torch.randn(3)
        assert torch.equal(f(x), f(x))

    honest, lying = both(student, "def f(x): return x + 1", "def f(x): return torch.rand(3)")
    assert passes(check, honest) and not passes(check, lying)


EQUAL = """
class Equal:
    def __eq__(self, other): return True
    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__
    def __bool__(self): return True
    def __hash__(self): return 0
    def __len__(self): return 3
    def __float__(self): return 3.0
def f(x): return Equal()
"""


@pytest.mark.parametrize(
    "check",
    [
        lambda f: _assert(f(3) == 3),
        lambda f: _assert(not f(3) != 3),  # noqa: SIM202
        lambda f: _assert(f(3) > 2),
        lambda f: _assert(f(3) >= 2),
        lambda f: _assert(f(3)),
        lambda f: _assert(f(3) in [1, 3]),
        lambda f: _assert(abs(f(3) - 3) < 1),
        lambda f: _assert(float(f(3)) == 3.0),
        lambda f: _assert(3 in {f(3): 1}),
        lambda f: torch.testing.assert_close(torch.tensor(f(3)), torch.tensor(3)),
    ],
)
def test_objects_equal_to_everything_are_equal_to_nothing(
    check: Callable[[Any], None], student: Student
) -> None:
    honest, lying = both(student, "def f(x): return x", EQUAL)
    assert passes(check, honest) and not passes(check, lying)


def _assert(value: object) -> None:
    assert value


def test_tensor_subclasses_arrive_as_plain_tensors(student: Student) -> None:
    subclass = """
    class Lie(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            if func.__name__ in ("eq", "allclose", "equal", "__eq__"):
                return True
            return super().__torch_function__(func, types, args, kwargs or {})
    def f(x): return (x * 0).as_subclass(Lie)
    """

    def check(f: Any) -> None:
        x = torch.ones(3)
        assert type(f(x)) is torch.Tensor
        assert torch.equal(f(x), x)

    honest, lying = both(student, "def f(x): return x.clone()", subclass)
    assert passes(check, honest) and not passes(check, lying)


def test_patches_in_the_student_s_process_stay_there(student: Student) -> None:
    patches = """
    import builtins
    torch.allclose = torch.equal = lambda *a, **k: True
    torch.testing.assert_close = lambda *a, **k: None
    builtins.abs = lambda x: 0
    builtins.isinstance = lambda *a: True
    torch.Tensor.__eq__ = lambda *a: torch.tensor(True)
    def f(x): return x * 0
    """

    def check(f: Any) -> None:
        x = torch.rand(3) + 1
        assert torch.allclose(f(x), x)
        torch.testing.assert_close(f(x), x)
        assert abs(f(x) - x).max() < 1

    source = HEAD + textwrap.dedent(patches)
    try:
        lying = passes(check, student(source).name("f"))
    except BaseException as error:  # patched so far that the agent no longer works
        lying = type(error).__name__ != "Ungradable"
    honest = student(HEAD + "def f(x): return x").name("f")
    assert passes(check, honest) and not lying


def test_nan_does_not_slip_through_comparisons(student: Student) -> None:
    def check(f: Any) -> None:
        x = torch.rand(3)
        assert not (f(x) - x).abs().max() > 1e-6

    honest, lying = both(
        student, "def f(x): return x", "def f(x): return torch.full((3,), float('nan'))"
    )
    assert passes(check, honest) and not passes(check, lying)
    with pytest.raises(NonFiniteError):
        lying(torch.ones(3))


def test_infinity_is_let_through_where_a_check_asks_for_it(student: Student) -> None:
    mask = student(MODELS).name("causal_mask")
    with pytest.raises(NonFiniteError):
        mask(2)
    setattr(mask, NONFINITE_OK, True)
    assert mask(2).isinf().sum() == 1


def test_infinite_gradients_are_refused(student: Student) -> None:
    f = student(HEAD + "def f(x): return x.sqrt()").name("f")
    x = torch.zeros(2, requires_grad=True)
    with pytest.raises(NonFiniteError):
        f(x).sum().backward()


@pytest.mark.parametrize("kind", ["assert", "exit"])
def test_a_student_s_assertion_or_exit_satisfies_no_expectation(
    kind: str, student: Student
) -> None:
    fails = student(MODELS).name("fails")
    with pytest.raises(StudentError) as caught:
        fails(kind)
    assert not isinstance(caught.value, AssertionError | SystemExit)
    assert fails.__class__ is not None and student(MODELS).name("n_hidden") == 50


def test_messages_of_exceptions_are_capped_and_printable(student: Student) -> None:
    with pytest.raises(ValueError) as caught:
        student(MODELS).name("fails")("own")
    error = caught.value
    assert isinstance(error, StudentError) and error.type_name == "Mine"
    assert len(str(error)) <= 1_001 and "\x1b" not in str(error)
    assert str(error).startswith("<script>\\x1b")


def test_an_agent_replaced_by_the_student_proves_nothing(student: Student) -> None:
    replaced = """
    import corrige.wall.agent as agent
    agent.Agent.reply = lambda self, op, number, payload: agent.pack(("ok", number, {
        "value": True, "rewritten": [], "buffers": [], "changed": [], "trace": [],
        "arguments": []}))
    def f(x): return x
    """

    def check(f: Any) -> None:
        assert f is not None and f(3) == 3

    honest, lying = both(student, "def f(x): return x", replaced)
    assert passes(check, honest) and lying is True and not passes(check, lying)


def test_a_claimed_module_type_does_not_compute_here(student: Student) -> None:
    claiming = """
    class f(nn.Linear):
        def __init__(self): super().__init__(3, 3)
        def forward(self, x): return torch.zeros(2, 3)
    """

    def check(f: Any) -> None:
        model = f()
        x = torch.randn(2, 3)
        assert isinstance(model, nn.Linear)
        assert torch.allclose(model(x), nn.functional.linear(x, model.weight, model.bias))

    honest, lying = both(
        student, "class f(nn.Linear):\n  def __init__(self): super().__init__(3, 3)", claiming
    )
    assert passes(check, honest) and not passes(check, lying)


def test_no_test_source_is_found_in_the_student_s_process(notebook: Start) -> None:
    nb = notebook()
    spying = """
    import gc, sys
    def f():
        texts = [o for o in gc.get_objects() if isinstance(o, (str, dict, list, tuple))]
        seen = "\\n".join(repr(o) for o in texts if type(o) is not dict or len(o) < 50)
        frame, names = sys._getframe(), []
        while frame:
            names += [frame.f_code.co_name, repr(frame.f_locals)[:10**6]]
            frame = frame.f_back
        return "marker_" + "of_the_test" in seen + "".join(names)
    """
    nb.student(spying, "f")
    source = "marker_of_the_test = 'hidden'\nassert f() is False"
    assert nb.session.run_test_cell("a", source, 1, seed=1).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "forging",
    [
        "print(1.0)\n1.0",
        "import sys; sys.displayhook(1.0)",
        "import os; os.write(1, b'1.0')",
        "import socket; s = socket.socket(fileno=os.dup(fd)); s.send(b'[\"ok\"]' * 100)",
    ],
)
def test_printed_or_injected_points_earn_none(forging: str, notebook: Start) -> None:
    nb = notebook()
    nb.student("import os\n" + forging + "\ndef f(): return 2", "f")
    verdict = nb.session.run_test_cell("a", "assert f() == 1", 1, seed=1)
    assert verdict.outcome in (Outcome.FAILED, Outcome.UNGRADABLE) and verdict.points == 0
    honest = notebook()
    honest.student("print(0.0)\ndef f(): return 1", "f")
    assert honest.session.run_test_cell("a", "assert f() == 1", 1, seed=1).points == 1


def test_a_failed_assertion_in_a_callback_counts_though_the_student_swallows_it(
    student: Student,
) -> None:
    swallowing = """
    def f(g):
        try:
            g(0)
        except BaseException:
            return 1
    """

    def check(f: Any) -> None:
        def spy(x: int) -> int:
            assert x == 1
            return 1

        assert f(spy) == 1

    honest, lying = both(student, "def f(g): return g(1)", swallowing)
    assert passes(check, honest) and not passes(check, lying)


def test_a_class_is_called_what_the_test_asked_for(student: Student) -> None:
    honest, lying = both(
        student,
        "class f(nn.Linear): pass",
        "class f(nn.Linear): pass\nf.__name__ = 'decoy'",
    )
    assert honest.__name__ == lying.__name__ == "f"


def test_a_function_is_called_what_the_test_asked_for(student: Student) -> None:
    honest, lying = both(student, "def f(): pass", "def f(): pass\nf.__name__ = 'decoy'")
    assert honest.__name__ == lying.__name__ == "f"
