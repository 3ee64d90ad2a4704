"""Calls on twins cross the wall together and tell what each would tell alone."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from wall_setup import MODELS

from corrige.checks._twins import on_twins
from corrige.wall.errors import NonFiniteError, StudentError, Ungradable
from corrige.wall.link import PROTOCOL
from corrige.wall.proxy import Wall

Student = Callable[..., Wall]

ODD = """
import copy, torch, torch.nn as nn

ran, shared = [], torch.zeros(2)

class Odd(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        ran.append(1)
        return x * self.weight + self.calls

    def last(self):
        return self.calls

class Shares(Odd):
    def forward(self, x):
        shared.copy_(x)
        return shared

class Random(Odd):
    def forward(self, x):
        return torch.rand(4)

class Picky(Odd):
    def forward(self, x):
        if x[0] > 1:
            raise ValueError("too much")
        if x[0] < -1:
            return x / 0
        return x

class NoCopy(Odd):
    def __deepcopy__(self, memo):
        raise RuntimeError("no copy")

class Interrupted(Odd):
    def forward(self, x):
        ran.append(1)
        raise KeyboardInterrupt

def how_many():
    return len(ran)
"""


def test_twins_give_what_copies_give_in_one_crossing(student: Student) -> None:
    wall = student(MODELS)
    model = wall.name("RNN_V2")(5, 4, 2)
    xs = [torch.randn(t, 2, 5) for t in (1, 2, 3)]
    alone = [copy.deepcopy(model)(x) for x in xs]
    before = wall.contacts
    programs = [lambda twin, x=x: twin(x) for x in xs]
    together = [give() for give in on_twins(model, programs)]
    assert wall.contacts == before + 1
    for (a, b), (c, d) in zip(alone, together, strict=True):
        assert torch.equal(a, c) and torch.equal(b, d)


def test_a_twin_sees_nothing_of_the_others_and_keeps_its_own_state(student: Student) -> None:
    model = student(ODD).name("Odd")()
    x = torch.zeros(2)

    def twice(twin: Any) -> tuple[Any, Any]:
        return twin(x), twin(x)

    for give in on_twins(model, [twice, twice]):
        first, second = give()
        assert torch.equal(first, torch.ones(2)) and torch.equal(second, torch.full((2,), 2.0))
    assert torch.equal(model(x), torch.ones(2))


def test_a_twin_is_as_the_check_arranges_it_and_its_model_stays_as_it_was(
    student: Student,
) -> None:
    model = student(ODD).name("Odd")()

    def arrange(twin: Any) -> None:
        with torch.no_grad():
            for parameter in twin.double().parameters():
                parameter.add_(1e-9)

    x = torch.ones(2, dtype=torch.float64)
    (give,) = on_twins(model, [lambda twin: twin(x)], arrange=[arrange])
    assert torch.equal(give(), torch.full((2,), 2 + 1e-9, dtype=torch.float64))
    assert torch.equal(model(torch.ones(2)), torch.full((2,), 2.0))


def test_a_program_that_wants_more_of_a_twin_gets_a_real_one(student: Student) -> None:
    model = student(ODD).name("Odd")()

    def looks(twin: Any) -> int:
        twin(torch.zeros(2))
        return int(twin.last())

    def changes(twin: Any) -> Any:
        with torch.no_grad():
            next(twin.parameters()).mul_(3)
        return twin(torch.ones(2))

    looked, changed = on_twins(model, [looks, changes])
    assert looked() == 1
    assert torch.equal(changed(), torch.full((2,), 4.0))


def test_what_a_later_call_overwrites_was_sent_before(student: Student) -> None:
    model = student(ODD).name("Shares")()
    programs = [lambda twin, n=n: twin(torch.full((2,), n)) for n in (1.0, 2.0)]
    assert [give()[0].item() for give in on_twins(model, programs)] == [1.0, 2.0]


def test_what_goes_wrong_in_one_call_is_its_own_programs_affair(student: Student) -> None:
    model = student(ODD).name("Picky")()
    programs = [lambda twin, n=n: twin(torch.full((2,), n)) for n in (0.5, 2.0, -2.0)]
    fine, raises, infinite = on_twins(model, programs)
    assert fine()[0] == 0.5
    with pytest.raises(ValueError):
        raises()
    with pytest.raises(NonFiniteError):
        infinite()


def test_a_copy_that_fails_is_no_failure_of_the_call(student: Student) -> None:
    model = student(ODD).name("NoCopy")()

    def calls(twin: Any) -> str:
        try:
            twin(torch.zeros(2))
        except StudentError:
            return "the call"
        return "nothing"

    (give,) = on_twins(model, [calls])
    with pytest.raises(RuntimeError):
        give()


def test_an_interrupt_ends_the_calls_of_all_twins(student: Student) -> None:
    wall = student(ODD)
    model = wall.name("Interrupted")()
    on_twins(model, [lambda twin: twin(torch.zeros(2))] * 5)
    assert wall.name("how_many")() == 1


def test_the_students_generator_is_seeded_and_shows_nothing_of_ours(student: Student) -> None:
    model = student(ODD).name("Random")()

    def draws(twin: Any) -> tuple[Any, Any]:
        return twin(torch.zeros(2)), torch.rand(4)

    (theirs, ours), (again, ours_again) = (give() for give in on_twins(model, [draws, draws]))
    assert torch.equal(theirs, torch.rand(4, generator=torch.Generator().manual_seed(0)))
    assert torch.equal(theirs, again) and torch.equal(ours, ours_again)
    assert not torch.equal(theirs, ours)


LIES = {
    "no list": "5",
    "too few answers": "[['ok', 1]]",
    "an answer without a value": "[['ok'], ['ok', 1]]",
    "an answer of no kind": "[['maybe', 1], ['ok', 1]]",
    "an error that is none": "[['error', 'text'], ['ok', 1]]",
    "a copy that failed without an error": "[['copy', 7], ['ok', 1]]",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_answers_that_no_agent_gives_make_the_test_ungradable(student: Student, lie: str) -> None:
    patch = f"""
import corrige.wall.agent_twins as twins
twins.Twins.call = lambda self, model, cases, packer: {lie}
"""
    wall = student(ODD + patch)
    model = wall.name("Odd")()
    with pytest.raises(Ungradable) as caught:
        on_twins(model, [lambda twin: twin(torch.zeros(2))] * 2)
    assert caught.value.reason == PROTOCOL and wall.broken is not None
