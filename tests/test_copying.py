"""The quick copies of modules are those that `copy.deepcopy` makes."""

from __future__ import annotations

import copy
from collections import OrderedDict
from typing import Any

import pytest
import torch
from torch import nn

from corrige.copying import deep_copy


class Tangled(nn.Module):
    """Shares a module, a parameter and a list with itself, and points back to itself."""

    def __init__(self) -> None:
        super().__init__()
        self.one = nn.Linear(3, 3)
        self.other = self.one
        self.tied = nn.Linear(3, 3)
        self.tied.weight = self.one.weight
        self.notes: list[Any] = [self.one, {"x": torch.ones(2)}]
        self.same_notes = self.notes
        self.empty = OrderedDict[str, int]()
        self.same_empty = self.empty
        self.register_buffer("count", torch.zeros(1))
        object.__setattr__(self, "me", self)


class Own(nn.Module):
    def __deepcopy__(self, memo: dict[int, Any]) -> str:
        return "in its own way"


class Forgets(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.kept, self.left = 1, 2

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "left"}


def test_what_is_shared_stays_shared_among_what_is_copied() -> None:
    model: Any = Tangled()
    twin: Any = deep_copy(model)
    assert twin is not model and twin.me is twin
    assert twin.one is twin.other is twin.notes[0] and twin.one is not model.one
    assert twin.tied.weight is twin.one.weight and twin.one.weight is not model.one.weight
    assert twin.notes is twin.same_notes and twin.empty is twin.same_empty
    assert twin.notes is not model.notes and twin.empty is not model.empty
    assert twin.notes[1]["x"] is not model.notes[1]["x"]
    assert list(twin.state_dict()) == list(model.state_dict())
    assert all(torch.equal(a, b) for a, b in zip(twin.buffers(), model.buffers(), strict=True))


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
def test_recurrent_modules_of_torch_compute_with_their_own_weights(kind: Any) -> None:
    model, x = kind(3, 4), torch.randn(5, 2, 3)
    quick, slow = deep_copy(model), copy.deepcopy(model)
    assert vars(quick).keys() == vars(slow).keys()
    for twin in (quick, slow):
        with torch.no_grad():
            for parameter in twin.parameters():
                parameter.mul_(2)
    assert torch.equal(quick(x)[0], slow(x)[0])
    assert not torch.equal(quick(x)[0], model(x)[0])


def test_a_class_says_how_it_is_copied() -> None:
    assert deep_copy(nn.Sequential(Own()))[0] == "in its own way"  # type: ignore[comparison-overlap]
    twin = deep_copy(Forgets())
    assert twin.kept == 1 and not hasattr(twin, "left")
