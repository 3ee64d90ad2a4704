"""Natural test code works on proxies as on the student's objects in one process.

Each test runs twice: on the student's own objects here, and over the wall.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, parameters_to_vector, vector_to_parameters
from wall_setup import MODELS

from corrige.wall.proxy import Wall


@pytest.fixture(params=["in kernel", "behind the wall"])
def work(request: pytest.FixtureRequest, student: Callable[..., Wall]) -> Callable[[str], Any]:
    """Return a lookup of the student's names."""
    if request.param == "in kernel":
        torch.manual_seed(11)
        namespace: dict[str, Any] = {"__name__": "student"}
        exec(MODELS, namespace)
        return namespace.__getitem__
    return student().name


Lookup = Callable[[str], Any]


def test_a_recurrence_matches_its_recomputation_from_the_parameters(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    x = torch.randn(6, 3, 5)
    out, states = model(x)
    hidden = torch.zeros(1, 4)
    with torch.no_grad():
        for t in range(6):
            hidden = torch.tanh(model.i2h(x[t]) + model.h2h(hidden))
        byhand = torch.tanh(x[0] @ model.i2h.weight.T + model.i2h.bias + model.h2h.bias)
    torch.testing.assert_close(states[-1], hidden)
    torch.testing.assert_close(states[0], byhand)
    assert out.size() == (3, 2) and states.shape == (6, 3, 4)


def test_gradients_equal_those_of_a_reference(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    reference = nn.RNN(5, 4)
    with torch.no_grad():
        reference.weight_ih_l0.copy_(model.i2h.weight)
        reference.bias_ih_l0.copy_(model.i2h.bias)
        reference.weight_hh_l0.copy_(model.h2h.weight)
        reference.bias_hh_l0.copy_(model.h2h.bias)
    x = torch.randn(6, 3, 5, requires_grad=True)
    twin = x.detach().clone().requires_grad_()
    model(x)[1].square().sum().backward()
    reference(twin)[0].square().sum().backward()
    torch.testing.assert_close(x.grad, twin.grad)
    torch.testing.assert_close(model.h2h.weight.grad, reference.weight_hh_l0.grad)
    assert model.h2o.weight.grad is None


def test_an_optimizer_learns(work: Lookup) -> None:
    model = work("RNN_V2")(5, 8, 2)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    x, y = torch.randn(4, 10, 5), torch.randint(0, 2, (10,))
    losses = []
    for _ in range(15):
        optimizer.zero_grad()
        loss = nn.functional.nll_loss(model(x)[0], y)
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0]


def test_gradcheck_holds_in_double_precision(work: Lookup) -> None:
    model = work("RNN_V2")(3, 2, 2).double()
    x = torch.randn(3, 2, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda v: model(v)[0], (x,))
    assert model.i2h.weight.dtype == torch.float64


def test_state_dict_deepcopy_and_vectors_keep_models_apart(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    twin = copy.deepcopy(model)
    x = torch.randn(3, 2, 5)
    assert torch.equal(model(x)[0], twin(x)[0])
    with torch.no_grad():
        twin.h2h.weight.zero_()
    assert not torch.equal(model(x)[1][-1], twin(x)[1][-1])
    twin.load_state_dict(model.state_dict())
    assert torch.equal(model(x)[0], twin(x)[0])
    vector = parameters_to_vector(model.parameters())
    vector_to_parameters(vector * 0, twin.parameters())
    assert torch.allclose(twin(x)[0], torch.full((2, 2), -math.log(2.0)))
    assert list(model.state_dict()) == [
        f"{n}.{w}" for n in ("i2h", "h2h", "h2o") for w in ("weight", "bias")
    ]


def test_data_edits_and_init_functions_reach_the_model(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    x = torch.randn(3, 2, 5)
    model.h2o.weight.data[:] = 0
    nn.init.constant_(model.h2o.bias, 0.0)
    assert torch.allclose(model(x)[0], torch.full((2, 2), -math.log(2.0)))
    model.i2h.weight = nn.Parameter(torch.zeros(4, 5))
    assert torch.equal(model(x)[1], model(torch.zeros_like(x))[1])


def test_finite_differences_agree_with_the_gradient_of_a_parameter(work: Lookup) -> None:
    model = work("RNN_V2")(3, 2, 2).double()
    x = torch.randn(4, 2, 3, dtype=torch.float64)
    loss = model(x)[0].sum()
    weight, step = model.h2h.weight, 1e-6
    with torch.no_grad():
        weight[0, 1] += step
        above = model(x)[0].sum()
        weight[0, 1] -= 2 * step
        below = model(x)[0].sum()
        weight[0, 1] += step
    numeric = (above - below) / (2 * step)
    fresh = model(x)[0].sum()
    fresh.backward()
    assert torch.allclose(weight.grad[0, 1], numeric, atol=1e-6)
    assert torch.allclose(loss, fresh)


def test_modes_dropout_and_batch_norm_behave(work: Lookup) -> None:
    model = work("LSTM")(5, 4, 2)
    x = torch.randn(3, 16, 5)
    model.train()
    before = model.norm.running_mean.clone()
    torch.manual_seed(0)
    one = model(x)[0]
    torch.manual_seed(0)
    two = model(x)[0]
    three = model(x)[0]
    assert torch.equal(one, two) and not torch.equal(two, three)
    assert not torch.equal(model.norm.running_mean, before)
    model.eval()
    assert torch.equal(model(x)[0], model(x)[0])
    assert not model.drop.training


def test_states_of_an_lstm_go_out_and_in_again(work: Lookup) -> None:
    model = work("LSTM")(5, 4, 2).eval()
    x = torch.randn(6, 3, 5)
    whole, (h, c) = model(x)
    _, state = model(x[:4])
    part, (h2, c2) = model(x[4:], state)
    torch.testing.assert_close((whole, h, c), (part, h2, c2))
    h2.sum().backward()
    assert model.rec.weight_hh_l0.grad.abs().sum() > 0
    assert isinstance(model.rec, nn.LSTM) and model.rec.hidden_size == 4


def test_tied_parameters_stay_one(work: Lookup) -> None:
    model = work("Tied")(7, 4)
    assert model.enc.weight is model.dec.weight
    assert len(list(model.parameters())) == 1
    tokens = torch.tensor([[1, 2], [3, 4]])
    model(tokens).sum().backward()
    grad = model.enc.weight.grad.clone()
    reference = model.enc.weight.detach().clone().requires_grad_()
    (torch.tanh(reference[tokens]) @ reference.T).sum().backward()
    torch.testing.assert_close(grad, reference.grad)


def test_containers_dicts_keywords_and_buffers_work(work: Lookup) -> None:
    model = work("Stack")(3)
    assert len(model.layers) == 3 and isinstance(model.layers[0], nn.Linear)
    assert "mask" in dict(model.named_buffers())
    result = model(torch.ones(2, 3), scale=0.0)
    assert list(result) == ["out", "norms"] and result["out"].abs().sum() == 0
    assert result["norms"][1] == 2 and result["norms"][0].requires_grad


def test_no_grad_and_frozen_parameters_are_respected(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    x = torch.randn(3, 2, 5)
    with torch.no_grad():
        assert not model(x)[0].requires_grad
    model.i2h.requires_grad_(False)
    model(x)[0][0, 0].backward()
    assert model.i2h.weight.grad is None and model.h2h.weight.grad is not None


def test_a_second_backward_needs_retain_graph(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    loss = model(torch.randn(3, 2, 5))[0][0, 0]
    loss.backward(retain_graph=True)
    once = model.h2h.weight.grad.clone()
    loss.backward()
    torch.testing.assert_close(model.h2h.weight.grad, 2 * once)
    with pytest.raises(RuntimeError, match="second time"):
        loss.backward()


def test_a_module_is_handed_back_to_a_function(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    x = torch.randn(6, 3, 5)
    yhat, hidden = work("boucle")(model, x)
    out, states = model(x)
    torch.testing.assert_close(yhat, out)
    torch.testing.assert_close(hidden, states[-1])
    hidden.sum().backward()
    assert model.h2h.weight.grad is not None


def test_strided_and_expanded_inputs_keep_their_layout(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    x = torch.randn(3, 6, 5)
    torch.testing.assert_close(model(x.transpose(0, 1))[0], model(x.transpose(0, 1).clone())[0])
    wide = torch.randn(6, 1, 5).expand(6, 3, 5)
    torch.testing.assert_close(model(wide)[0][0], model(wide)[0][2])
    torch.testing.assert_close(model(x[:, ::2])[0], model(x[:, ::2].contiguous())[0])


def test_gradients_flow_through_a_chain_of_calls(work: Lookup) -> None:
    model = work("RNN_V2")(4, 4, 4)
    x = torch.randn(3, 2, 4, requires_grad=True)
    _, states = model(x)
    _, again = model(states * 2)
    again.sum().backward()
    assert x.grad is not None and x.grad.abs().sum() > 0


def test_plain_values_cross_unchanged(work: Lookup) -> None:
    text, whole, real, none, true, (shape, dtype, device), table, array = work("shout")(
        torch.ones(2, 3)
    )
    assert (text, whole, real, none, true) == ("é✓", 3, 2.5, None, True)
    assert shape == (2, 3) and dtype == torch.float32 and device == torch.device("cpu")
    assert table == {"k": (1, 2)} and array.sum() == 3
    assert work("n_hidden") == 50 and work("seq_x").size() == (3, 2)


def test_namedtuples_and_keyword_arguments_work(work: Lookup) -> None:
    pair = work("summary")(torch.arange(6.0).view(3, 2), last=0)
    assert torch.equal(pair.mean, torch.tensor([2.0, 3.0]))
    assert torch.equal(pair.last, torch.tensor([0.0, 1.0]))


def test_methods_attributes_and_class_attributes_are_found(work: Lookup) -> None:
    kind = work("RNN_V2")
    model = kind(5, 4, 2)
    assert kind.__name__ == "RNN_V2" and kind.n_layers == 1 and issubclass(kind, nn.Module)
    assert isinstance(model, kind) and isinstance(model, nn.Module)
    assert model.hidden_size == 4 and model.initHidden().shape == (1, 4)
    child = work("Deep")(5, 4, 2)
    assert issubclass(work("Deep"), kind) and isinstance(child, kind) and child.n_layers == 1
    assert not isinstance(model, work("Deep")) and child.initHidden().shape == (1, 4)
    assert not hasattr(model, "missing")
    model.hidden_size = 9
    assert model.initHidden().shape == (1, 9)


def test_another_name_for_a_class_of_torch_s_can_be_constructed(work: Lookup) -> None:
    model = work("Recurrent")(5, 4)
    assert model(torch.zeros(3, 2, 5))[0].shape == (3, 2, 4) and isinstance(model, nn.GRU)


def test_an_existing_instance_is_usable(work: Lookup) -> None:
    rnn = work("rnn")
    assert rnn(torch.zeros(2, 1, 4))[0].shape == (1, 2)
    assert rnn is work("rnn")


def test_equal_seeds_give_equal_models_and_a_reference_the_same_weights(work: Lookup) -> None:
    kind = work("RNN_V2")
    torch.manual_seed(5)
    one = kind(5, 4, 2)
    torch.manual_seed(5)
    two = kind(5, 4, 2)
    torch.manual_seed(5)
    reference = nn.Linear(5, 4)
    assert torch.equal(one.h2h.weight, two.h2h.weight)
    assert torch.equal(one.i2h.weight, reference.weight)
    assert not torch.equal(kind(5, 4, 2).h2h.weight, one.h2h.weight)


def test_exceptions_of_builtin_types_are_expected_by_type(work: Lookup) -> None:
    with pytest.raises(ValueError, match="no such kind"):
        work("fails")("?")
    with pytest.raises(RuntimeError):
        work("RNN_V2")(5, 4, 2)(torch.zeros(3, 2, 9))
    with pytest.raises(TypeError):
        work("RNN_V2")(5)


def test_iteration_length_items_and_loaders_work(work: Lookup) -> None:
    words = work("Words")(["a", "bcd"])
    assert len(words) == 2 and words[1][0] == "bcd"
    loader = torch.utils.data.DataLoader(words, batch_size=2)
    names, lengths = next(iter(loader))
    assert list(names) == ["a", "bcd"] and lengths.tolist() == [1, 3]
    assert [int(t) for t in work("count")(3)] == [0, 1, 2]
    with pytest.raises(IndexError):
        words[7]
    words.seen = 4
    assert words.seen == 4


def test_a_function_of_the_tests_is_called_back(work: Lookup) -> None:
    seen = []

    def spy(x: torch.Tensor) -> torch.Tensor:
        seen.append(x)
        return x + 1

    result = work("applies")(spy, [torch.zeros(2), torch.ones(2)])
    assert len(seen) == 2 and result[1].tolist() == [2.0, 2.0]


def test_a_module_of_the_test_s_is_driven_by_the_student_s_loop(work: Lookup) -> None:
    class Cell(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.size = 4
            self.mix = nn.Linear(4, 4)
            self.calls = 0

        def initHidden(self) -> torch.Tensor:
            return torch.zeros(1, self.size)

        def forward(self, x: torch.Tensor, h: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            self.calls += 1
            states = torch.tanh(self.mix(x + h))
            return states.sum(-1), states

    cell = Cell()
    x = torch.randn(5, 3, 4, requires_grad=True)
    _, hidden = work("boucle")(cell, x)
    hidden.square().sum().backward()
    found = x.grad, cell.mix.weight.grad
    assert cell.calls == 5
    twin = x.detach().clone().requires_grad_()
    cell.zero_grad()
    h = cell.initHidden()
    for step in twin:
        h = cell(step.unsqueeze(0), h)[1][-1]
    h.square().sum().backward()
    torch.testing.assert_close(found, (twin.grad, cell.mix.weight.grad))


def test_a_loss_of_the_student_s_reaches_a_module_of_the_test_s(work: Lookup) -> None:
    table = nn.Embedding(5, 3)
    wanted = torch.randn(3)
    indices = [torch.tensor(1), torch.tensor(4), torch.tensor(1)]
    loss = work("perte_cumulee")(table, indices, wanted)
    loss.backward()
    found = table.weight.grad
    table.zero_grad()
    mine = sum((table(i) - wanted).square().mean() for i in indices) / 3
    assert isinstance(mine, torch.Tensor)
    mine.backward()
    torch.testing.assert_close((loss, found), (mine, table.weight.grad))


def test_two_losses_at_once_reach_a_module_of_the_test_s_each_once(work: Lookup) -> None:
    table = nn.Embedding(5, 3)
    one, other = torch.tensor(1), torch.tensor(2)
    first = work("perte_cumulee")(table, [one], torch.zeros(3))
    second = work("perte_cumulee")(table, [other], torch.zeros(3))
    second.backward()
    assert table.weight.grad is not None
    assert table.weight.grad[2].any() and not table.weight.grad[1].any()
    first.backward()
    torch.testing.assert_close(table.weight.grad[1:3], table.weight.detach()[1:3] * 2 / 3)


def test_student_s_code_may_switch_the_mode_of_a_module_of_the_test_s(work: Lookup) -> None:
    modes = []

    class Spy(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.drop = nn.Dropout(0.5)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            modes.append((self.training, self.drop.training, torch.is_grad_enabled()))
            result: torch.Tensor = self.drop(x)
            return result

    spy = Spy()
    assert work("evaluer")(spy, torch.ones(4)).tolist() == [1.0] * 4
    assert modes == [(False, False, False)] and spy.training and spy.drop.training
    spy.eval()
    work("evaluer")(spy, torch.ones(4))
    assert not spy.training


def test_a_subclass_written_in_the_test_calls_the_student_s_forward(work: Lookup) -> None:
    class Spy(work("RNN_V2")):  # type: ignore[misc]
        def forward(self, x: torch.Tensor) -> Any:
            self.calls = getattr(self, "calls", 0) + 1
            return super().forward(x)

    model = Spy(5, 4, 2)
    model(torch.zeros(2, 1, 5))
    model(torch.zeros(2, 1, 5))
    assert model.calls == 2


def test_hooks_on_the_module_itself_fire(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    shapes = []
    model.register_forward_hook(lambda _m, _i, out: shapes.append(out[0].shape))
    model(torch.zeros(2, 3, 5))
    assert shapes == [(3, 2)]


def test_hooks_on_submodules_see_their_calls_and_gradients(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    calls = []
    handle = model.h2h.register_forward_hook(lambda _m, inputs, out: calls.append((inputs, out)))
    x = torch.randn(6, 3, 5)
    _, states = model(x)
    assert len(calls) == 6
    torch.testing.assert_close(calls[3][0][0], states[2])
    calls[5][1].sum().backward()
    assert model.i2h.weight.grad is not None
    handle.remove()
    model(x)
    assert len(calls) == 6


def test_gradients_can_be_differentiated_again(work: Lookup) -> None:
    model = work("RNN_V2")(3, 2, 2).double()
    x = torch.randn(3, 2, 3, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(model(x)[0].square().sum(), x, create_graph=True)
    slope.square().sum().backward()
    assert model.h2h.weight.grad.abs().sum() > 0
    assert torch.autograd.gradgradcheck(lambda v: model(v)[1], (x,))


def test_functional_call_uses_the_given_parameters(work: Lookup) -> None:
    model = work("RNN_V2")(5, 4, 2)
    given = {n: torch.zeros_like(p, requires_grad=True) for n, p in model.named_parameters()}
    out, _ = torch.func.functional_call(model, given, (torch.randn(2, 3, 5),))
    assert torch.allclose(out, torch.full((3, 2), -math.log(2.0)))
    out[0, 0].backward()
    assert given["h2o.bias"].grad is not None and model.h2o.bias.grad is None
