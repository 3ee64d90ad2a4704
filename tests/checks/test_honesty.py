"""Snapshots, repeated calls and finite differences: what a solution could claim without doing."""

import pytest
import torch
from torch import nn

from corrige import checks


class Fake(torch.autograd.Function):
    """Gives its first argument on, and makes the gradients of the others up."""

    @staticmethod
    def forward(ctx, value, *others):
        ctx.save_for_backward(*others)
        return value.clone()

    @staticmethod
    def backward(ctx, grad):
        return grad, *(torch.full_like(other, 0.01) for other in ctx.saved_tensors)


class Small(nn.Module):
    """An honest model; what is wrong with it is added by each test."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 3)
        self.register_buffer("seen", torch.zeros(()))

    def forward(self, x):
        return torch.tanh(self.layer(x))


class FakesParameters(Small):
    def forward(self, x):
        with torch.no_grad():
            value = super().forward(x)
        return Fake.apply(value, *self.parameters())


class InOnePrecision(Small):
    """As honest as `Small`, but fails where it is called in another precision."""

    def forward(self, x):
        return super().forward(x) + torch.zeros(3).matmul(torch.zeros(3, dtype=torch.float32))


class Strict(Small):
    def forward(self, x):
        if x.dtype != torch.float32:
            raise TypeError("float32 only")
        return super().forward(x)


class StrictFake(Strict):
    def forward(self, x):
        return Fake.apply(super().forward(x).detach(), x)


def test_a_snapshot_names_what_changed_is_new_or_is_gone() -> None:
    model = Small()
    before = checks.snapshot(model)
    assert before.changes(model) == []
    before.assert_unchanged(model)
    with torch.no_grad():
        model.layer.bias.add_(1)
    model.seen += 1
    model.extra = nn.Parameter(torch.zeros(1))
    del model.layer.weight
    assert before.changes(model) == ["extra", "layer.bias", "layer.weight", "seen"]
    with pytest.raises(AssertionError, match=r"extra, layer\.bias"):
        before.assert_unchanged(model)


def test_a_function_of_its_arguments_is_deterministic_whatever_the_seed() -> None:
    checks.assert_deterministic(Small(), torch.randn(2, 4))
    checks.assert_deterministic(lambda a, b: {"sum": [a + b]}, (torch.ones(2), torch.ones(2)))


@pytest.mark.parametrize(
    "f",
    [
        torch.rand_like,
        nn.Dropout(0.5),
        lambda x, seen=[]: seen.append(1) or x * len(seen),
        lambda x, seen=[]: seen.append(1) or [x] * len(seen),
    ],
)
def test_random_results_and_kept_states_are_not_deterministic(f) -> None:
    with pytest.raises(AssertionError, match="résultats différents"):
        checks.assert_deterministic(f, torch.ones(30))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("kind", "dtype"),
    [
        (Small, torch.float32),
        (Small, torch.float64),
        (InOnePrecision, torch.float32),
        (Strict, torch.float32),
    ],
)
def test_true_gradients_pass_for_every_seed_and_precision(seed, dtype, kind) -> None:
    torch.manual_seed(seed)
    checks.check_gradient(kind().to(dtype), torch.randn(5, 4, dtype=dtype))
    checks.check_gradient(lambda a, b: (a * b).sin(), (torch.randn(6), torch.randn(6)))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    "f",
    [
        lambda x: Fake.apply((x**2).detach(), x),
        lambda x: (x**2) + (x**3).detach(),
        FakesParameters(),
        StrictFake(),
    ],
    ids=["input", "cut", "parameters", "float32"],
)
def test_made_up_and_cut_gradients_are_caught_for_every_seed(f, seed) -> None:
    torch.manual_seed(seed)
    with pytest.raises(AssertionError, match="le gradient n'est pas celui"):
        checks.check_gradient(f, torch.randn(5, 4))


def test_a_result_without_a_gradient_is_named() -> None:
    with pytest.raises(AssertionError, match="n'a pas de gradient"):
        checks.check_gradient(lambda x: x.detach(), torch.randn(3))


def test_a_check_of_gradients_leaves_model_and_arguments_as_they_were() -> None:
    model, x = Small(), torch.randn(2, 4, dtype=torch.float64)
    model.double()
    before, kept = checks.snapshot(model), x.clone()
    checks.check_gradient(model, x)
    before.assert_unchanged(model)
    assert torch.equal(x, kept) and all(p.grad is None for p in model.parameters())
