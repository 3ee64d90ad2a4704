"""Exercise 1: RNN_V1, the recurrent cell. Its attribute names are prescribed."""

import torch
import torch.nn.functional as F
from torch import nn

from corrige.checks import check, check_gradient, close, differ, sizes, snapshot
from corrige.checks import translate as _
from grader_tests.rnn_architecture.gradients import gradient_to

B, D, H, C = 4, 5, 6, 3


def _cell(RNN_V1, d=D, h=H, c=C):
    rnn = RNN_V1(d, h, c)
    with torch.no_grad():
        for parameter in rnn.parameters():
            parameter.copy_(torch.randn_like(parameter) / 2)
    return rnn


@check
def test_sizes(RNN_V1):
    """The cell turns (B, D) into an output (B, C) and a hidden state (B, H), for any sizes."""
    cells = [(s, _cell(RNN_V1, s.D, s.H, s.C)) for s in sizes()]
    shapes = {tuple(tuple(p.shape) for p in rnn.parameters()) for _s, rnn in cells}
    assert shapes == {()} or len(shapes) > 1, _(
        "the layers have the same sizes whatever RNN_V1 is built with: numbers written by hand "
        "instead of input_size, hidden_size and output_size?"
    )
    for s, rnn in cells:
        output, hidden = rnn(torch.randn(s.B, s.D))
        assert output.shape == (s.B, s.C), _(
            "output of size {got} instead of ({B}, {C}): the last layer (h2o) goes from "
            "hidden_size to output_size"
        ).format(got=tuple(output.shape), **s._asdict())
        assert hidden.shape == (s.B, s.H), _(
            "hidden state of size {got} instead of ({B}, {H})"
        ).format(got=tuple(hidden.shape), **s._asdict())


@check
def test_log_probabilities(RNN_V1):
    """The output holds log-probabilities: their exponentials sum to 1 over the classes."""
    output, _hidden = _cell(RNN_V1)(torch.randn(B, D))
    assert not close(output.exp().sum(0), torch.ones(C)), _(
        "LogSoftmax(dim=0) normalises over the batch: the classes are the last axis, dim=1"
    )
    assert not close(output.sum(1), torch.ones(B)), _(
        "the output holds probabilities, log-probabilities were expected: LogSoftmax, not Softmax"
    )
    assert close(output.exp().sum(1), torch.ones(B)), _(
        "the output does not hold log-probabilities: is LogSoftmax applied to the scores?"
    )


@check
def test_state_equation(RNN_V1):
    """The new state is tanh(i2h(x) + h2h(h))."""
    rnn = _cell(RNN_V1)
    for name in ("i2h", "h2h", "h2o"):
        assert isinstance(getattr(rnn, name, None), nn.Module), _(
            "RNN_V1 has no layer {name}: the names i2h, h2h and h2o are prescribed in this exercise"
        ).format(name=name)
    x, h = torch.randn(B, D), torch.randn(B, H)
    drive, carry = rnn.i2h(x), rnn.h2h(h)  # first: a forward that writes into h is judged elsewhere
    hidden = rnn(x, h)[1]
    assert not close(hidden, drive + carry), _("the activation tanh is missing")
    assert not close(hidden, torch.tanh(drive)), _(
        "the previous state plays no part in the new one: the term h2h(hidden) is missing"
    )
    assert not close(hidden, torch.tanh(carry)), _(
        "the input plays no part in the new state: the term i2h(input) is missing"
    )
    assert not close(hidden, torch.relu(drive + carry)), _(
        "the activation is relu; tanh was asked for"
    )
    assert not close(hidden, torch.sigmoid(drive + carry)), _(
        "the activation is a sigmoid; tanh was asked for"
    )
    assert close(hidden, torch.tanh(drive + carry)), _(
        "the new state is not tanh(i2h(input) + h2h(hidden))"
    )
    assert (rnn.i2h(torch.zeros(1, D)) + rnn.h2h(torch.zeros(1, H))).any(), _(
        "a bias is missing: i2h or h2h needs one (bias=False?)"
    )


@check
def test_output_equation(RNN_V1):
    """The output is LogSoftmax(h2o(new state))."""
    rnn = _cell(RNN_V1)
    x, h = torch.randn(B, D), torch.randn(B, H)
    of_old, before = rnn.h2o(h), rnn.i2h(x) + rnn.h2h(h)
    output, hidden = rnn(x, h)
    assert not close(output, F.log_softmax(of_old, dim=1)), _(
        "the output is computed from the old state: it comes from the new one, after tanh"
    )
    scores = output - output[:, :1]
    expected = rnn.h2o(hidden)
    chances = expected.softmax(1)
    assert not close(scores, chances - chances[:, :1]), _(
        "a Softmax is applied before LogSoftmax, which wants the raw scores"
    )
    drive = rnn.h2o(before)
    assert close(hidden, before) or not close(scores, drive - drive[:, :1]), _(
        "the output is computed before tanh is applied: it comes from the new state"
    )
    assert close(scores, expected - expected[:, :1]), _(
        "the output is not h2o(new state) followed by LogSoftmax"
    )
    assert rnn.h2o(torch.zeros(1, H)).any(), _(
        "h2o has no bias (bias=False?): where the state is zero, it cannot prefer a class"
    )


@check
def test_first_state_is_zeros(RNN_V1):
    """Without `hidden`, the state starts at zero; initHidden gives that state."""
    rnn = _cell(RNN_V1)
    zeros = rnn.initHidden()
    assert zeros.shape[-1] == H and not zeros.any(), _(
        "initHidden must return zeros with hidden_size columns; got size {got}"
    ).format(got=tuple(zeros.shape))
    x = torch.randn(B, D)
    for given, alone in zip(rnn(x, torch.zeros(B, H)), rnn(x), strict=True):
        assert close(given, alone), _(
            "rnn(x) and rnn(x, zeros) differ: without `hidden`, the state must start at zero"
        )


@check
def test_given_state_is_used(RNN_V1):
    """The state passed as `hidden` is the one the cell starts from."""
    rnn = _cell(RNN_V1)
    x, h = torch.randn(B, D), torch.randn(B, H)
    assert differ(rnn(x, h)[1], rnn(x)[1]), _(
        "the state passed as `hidden` is ignored: initHidden() is for hidden=None only"
    )
    try:
        rnn(x, hidden=h)
    except TypeError:
        raise AssertionError(_("the argument must be named `hidden`")) from None


@check
def test_learns_through_a_loss(RNN_V1):
    """The output fits NLLLoss, and the loss reaches every parameter and the state before."""
    rnn = _cell(RNN_V1)
    h = torch.randn(B, H, requires_grad=True)
    output, _hidden = rnn(torch.randn(B, D), h)
    nn.NLLLoss()(output, torch.randint(C, (B,))).backward()
    parameters = dict(rnn.named_parameters())
    assert sum(p.numel() for p in parameters.values()) >= H * (D + H + C), _(
        "layers are missing from rnn.parameters(): they must be attributes set in __init__"
    )
    frozen = [n for n, p in parameters.items() if not p.requires_grad]
    assert not frozen, _("parameters that can never learn (requires_grad=False): {names}").format(
        names=", ".join(frozen)
    )
    largest = {n: 0.0 if p.grad is None else p.grad.abs().max() for n, p in parameters.items()}
    idle = [n for n, size in largest.items() if not size > 1e-6 * max(largest.values())]
    assert not idle, _("parameters that get no gradient from the loss: {names}").format(
        names=", ".join(idle)
    )
    assert h.grad is not None and h.grad.any(), _(
        "the gradient does not flow back to the previous state (detach, .data or no_grad?)"
    )
    assert gradient_to(h, rnn(torch.randn(B, D), h)[1]).any(), _(
        "no gradient flows back from the new state: a loop over the cell could not learn from what "
        "came before (detach, .data or no_grad on the state that is returned?)"
    )
    check_gradient(
        lambda twin, x, h: twin(x, h)[0], (torch.randn(B, D), torch.randn(B, H)), model=rnn
    )


@check
def test_changes_nothing(RNN_V1):
    """Calling the cell twice gives the same result twice, and leaves its arguments as they were."""
    rnn = _cell(RNN_V1)
    x, h = torch.randn(B, D), torch.randn(B, H)
    kept, before = (x.clone(), h.clone()), snapshot(rnn)
    for thing in (rnn, x, h):
        thing._corrige_may_change = True  # shows what is changed behind the wall, too
    first = rnn(x, h)
    rnn(torch.randn(B, D))
    for a, b in zip(first, rnn(x, h), strict=True):
        assert close(a, b), _(
            "two calls with the same arguments give different results: a layer created inside "
            "forward, or a state kept from the last call?"
        )
    assert torch.equal(x, kept[0]) and torch.equal(h, kept[1]), _(
        "forward modifies its arguments in place"
    )
    before.assert_unchanged(rnn)
