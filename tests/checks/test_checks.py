"""The checks themselves: seeds, tolerances, the adapter, rules on the source."""

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from corrige import checks
from corrige.checks import Network, Sizes, check, check_seed, close, differ

S = Sizes(T=4, B=3, D=5, H=6, C=2)


class Reference(nn.Module):
    """The right answer, which each test spoils in one way."""

    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        hidden = torch.zeros(1, self.hidden_size) if hidden is None else hidden
        states = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            states.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(states)


EVERY = [
    checks.log_probabilities,
    checks.state_is_carried,
    checks.is_causal,
    checks.batch_is_independent,
    checks.uses_given_hidden,
    checks.no_hidden_means_zeros,
    checks.splits_anywhere,
    checks.state_is_bounded,
    checks.nothing_is_kept_between_calls,
    checks.inputs_are_left_alone,
    checks.every_parameter_learns,
    checks.has_biases,
    checks.gradient_reaches_every_step,
    checks.output_is_of_last_state,
    checks.output_is_read_from_states,
    lambda network: checks.has_shapes(network, checks.sizes()),
]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("seed", range(25))
def test_a_right_network_passes_every_check_in_both_precisions(seed, dtype) -> None:
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    torch.manual_seed(seed)
    try:
        for assertion in EVERY:
            assertion(Network(Reference))
    finally:
        torch.set_default_dtype(before)


def test_a_network_that_rewrites_its_parameters_is_caught() -> None:
    class Decays(Reference):
        def forward(self, input, hidden=None):
            with torch.no_grad():
                self.i2h.weight.mul_(0.5)
            return super().forward(input, hidden)

    with pytest.raises(AssertionError, match="modifie les paramètres"):
        checks.inputs_are_left_alone(Network(Decays))


@pytest.mark.parametrize("what", ["input", "hidden"])
def test_a_network_that_writes_into_its_arguments_is_caught(what) -> None:
    class Writes(Reference):
        def forward(self, input, hidden=None):
            given = {"input": input, "hidden": hidden}[what]
            if given is not None:
                given.zero_()
            return super().forward(input, hidden)

    with pytest.raises(AssertionError, match="sur place"):
        checks.inputs_are_left_alone(Network(Writes))


def test_a_frozen_parameter_is_named() -> None:
    class Frozen(Reference):
        def __init__(self, *sizes):
            super().__init__(*sizes)
            self.h2h.weight.requires_grad_(False)

    with pytest.raises(AssertionError, match=r"h2h\.weight"):
        checks.every_parameter_learns(Network(Frozen))


@pytest.mark.parametrize(
    ("without", "says"), [(("i2h", "h2h"), "la récurrence"), (("h2o",), "la couche de sortie")]
)
def test_a_missing_bias_is_told_and_one_in_the_recurrence_is_enough(without, says) -> None:
    def less(*names):
        class Less(Reference):
            def __init__(self, *sizes):
                super().__init__(*sizes)
                for name in names:
                    getattr(self, name).register_parameter("bias", None)

        return Network(Less)

    with pytest.raises(AssertionError, match=f"{says} n'a pas de biais"):
        checks.has_biases(less(*without))
    for name in ("i2h", "h2h"):
        checks.has_biases(less(name))


def test_a_network_that_takes_no_state_is_told_that_it_needs_one() -> None:
    class Alone(Reference):
        def forward(self, input):
            return super().forward(input)

    with pytest.raises(AssertionError, match="fonctionne sans état initial et échoue"):
        checks.uses_given_hidden(Network(Alone))


def test_a_network_for_the_sizes_of_the_statement_alone_is_told_so() -> None:
    class Fixed(Reference):
        def forward(self, input, hidden=None):
            return super().forward(input, torch.zeros(10, self.h2h.in_features))

    with pytest.raises(AssertionError, match="une taille est écrite en dur"):
        checks.has_shapes(Network(Fixed), [S], S._replace(B=10))
    with pytest.raises(AssertionError, match="échoue sur des arguments"):
        checks.has_shapes(Network(Fixed), [S])


def test_a_class_that_cannot_be_built_or_is_no_module_is_told_in_words() -> None:
    class Plain:
        def __init__(self, *sizes):
            pass

    with pytest.raises(AssertionError, match=r"sous-classe de nn\.Module"):
        Network(Plain).build(S)
    with pytest.raises(AssertionError, match="ne peut pas être construit"):
        Network(nn.Identity.forward).build(S)


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (lambda x: x, "deux valeurs"),
        (lambda x: (x, x, x), "deux valeurs"),
        (lambda x: (None, x), "la sortie de Odd : un tenseur"),
        (lambda x: (x[0], x[0]), "les états de tous les pas"),
    ],
)
def test_odd_return_values_are_told_in_words(result, says) -> None:
    class Odd(nn.Module):
        def __init__(self, *sizes):
            super().__init__()

        def forward(self, input, hidden=None):
            return result(input)

    network = Network(Odd)
    with pytest.raises(AssertionError, match=says):
        run = network.run(network.build(S), torch.randn(S.T, S.B, S.D))
        assert run.output is not None and run.states is not None


def test_a_wrong_output_costs_only_the_checks_of_the_output() -> None:
    class NoBatchAxis(Reference):
        def forward(self, input, hidden=None):
            output, states = super().forward(input, hidden)
            return output.sum(), states

    checks.state_is_carried(Network(NoBatchAxis))
    with pytest.raises(AssertionError, match="au lieu de"):
        checks.log_probabilities(Network(NoBatchAxis))


def test_sizes_are_all_different_and_hold_the_edges() -> None:
    found = checks.sizes(how_many=5)
    assert any(s.T == 1 for s in found) and any(s.B == 1 for s in found)
    assert all(len(set(s)) == 5 for s in found)


def test_a_check_has_its_own_seed_and_leaves_the_generator_alone(monkeypatch) -> None:
    seen = []

    @check
    def test_draws():
        """Draws."""
        seen.append(torch.rand(3))

    state = torch.get_rng_state()
    test_draws()
    test_draws()
    monkeypatch.setenv("CORRIGE_SEED", "1")
    test_draws()
    assert torch.equal(state, torch.get_rng_state())
    assert torch.equal(seen[0], seen[1]) and not torch.equal(seen[0], seen[2])
    assert check_seed("a") != check_seed("b")
    assert 0 <= check_seed("a") < 2**48


def test_close_and_differ_leave_a_gap_for_rounding() -> None:
    a = torch.ones(3)
    assert close(a, a + 1e-6) and not differ(a, a + 1e-6)
    assert not close(a, a + 1e-3) and differ(a, a + 1e-3)
    assert not close(a, torch.ones(2)) and differ(a, torch.ones(2))
    assert not close(a, a * float("nan")) and differ(a, a * float("nan"))
    assert not close(a.double(), a.double() + 1e-6)


def test_rules_follow_bases_helpers_and_aliases() -> None:
    checks.forbids(Reference, ["RNN", "GRU"], "{name} !")
    for thing in (_Inherits, _ThroughHelper, _ThroughAlias):
        with pytest.raises(AssertionError, match="GRU !"):
            checks.forbids(thing, ["RNN", "GRU"], "{name} !")
        checks.requires(thing, ["GRU"], "no GRU")
    with pytest.raises(AssertionError, match="getattr"):
        checks.forbids(_Dynamic, ["GRU"], "{name} !")
    with pytest.raises(AssertionError, match="no GRU"):
        checks.requires(Reference, ["GRU"], "no GRU")
    with pytest.raises(AssertionError, match="est introuvable"):
        checks.source_of(type("Made", (nn.Module,), {}))


def test_rules_can_be_judged_on_the_text_of_a_notebook() -> None:
    text = """
from torch.nn import GRU as Layer
def helper():
    return Layer(1, 1)
if True:
    Alias = nn.LSTM
class A(nn.Module):
    def __init__(self):
        self.rec = helper()
class B(A):
    pass
class C(nn.Module):
    def __init__(self):
        self.rec = Alias(1, 1)
class D(nn.Module):
    pass
D = eval("nn.RNN")
class E(nn.Module):
    def forward(self, x, hidden=None):
        self.ref, hidden = x, hidden
        return hidden
ref = nn.RNN(1, 1)
output, hidden = ref(x)
class G(nn.Module):
    pass
class H(nn.Module):
    pass
G.forward = lambda self, x: nn.RNN(1, 1)(x)
setattr(H, "forward", nn.RNN.forward)
from utils import LSTM
class GRU(nn.Module):
    pass
class I(LSTM):
    def __init__(self):
        self.rec = GRU()
class J(nn.Module):
    def __init__(self):
        self.rec = GRU(nn.GRU(1, 1))
"""
    named = {name: type(name, (), {}) for name in "ABCDEFGHIJ"}
    checks.use_notebook(text)
    try:
        for name in "AB":
            checks.requires(named[name], ["GRU"], "no GRU")
        checks.requires(named["C"], ["LSTM"], "no LSTM")
        with pytest.raises(AssertionError, match="eval"):
            checks.forbids(named["D"], ["RNN"], "{name} !")
        checks.forbids(named["E"], ["RNN", "GRU", "LSTM"], "{name} !")
        with pytest.raises(AssertionError, match="est introuvable"):
            checks.forbids(named["F"], ["RNN"], "{name} !")
        for patched in "GH":
            with pytest.raises(AssertionError, match="RNN !"):
                checks.forbids(named[patched], ["RNN"], "{name} !")
        checks.forbids(named["I"], ["LSTM", "GRU"], "{name} !")
        with pytest.raises(AssertionError, match="no GRU"):
            checks.requires(named["I"], ["GRU"], "no GRU")
        with pytest.raises(AssertionError, match="GRU !"):
            checks.forbids(named["J"], ["GRU"], "{name} !")
    finally:
        checks.use_notebook(None)


def test_the_twin_that_checks_run_on_leaves_the_model_as_it_was() -> None:
    class Counts(Reference):
        calls = 0

        def forward(self, input, hidden=None):
            self.calls += 1
            return super().forward(input, hidden)

    network = Network(Counts)
    model = network.build(S)
    before = copy.deepcopy(model.state_dict())
    network.first_run(model, torch.randn(S.T, S.B, S.D))
    assert model.calls == 0
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


class _Inherits(nn.GRU):
    def extra(self):
        return None


_layer = nn.GRU


def _helper():
    return nn.GRU(1, 1)


class _ThroughHelper(nn.Module):
    def __init__(self):
        super().__init__()
        self.rec = _helper()


class _ThroughAlias(nn.Module):
    def __init__(self):
        super().__init__()
        self.rec = _layer(1, 1)


class _Dynamic(nn.Module):
    def __init__(self):
        super().__init__()
        self.rec = getattr(nn, "G" + "RU")(1, 1)
