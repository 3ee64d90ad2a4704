"""Exercise 3: MetroRNN, the contract one_step, forward, decode."""

import torch

from corrige.checks import check, check_gradient, close, differ, sizes
from corrige.checks import translate as _
from grader_tests.metro_series.models import built, mistaken, rolled


def _affine_misfit(inputs, outputs):
    """Return how far outputs are from an affine map of inputs (0: none), and the map."""
    given = torch.cat([inputs.double(), torch.ones(len(inputs), 1, dtype=torch.float64)], dim=1)
    wanted = outputs.detach().double()
    found = torch.linalg.lstsq(given, wanted, driver="gelsd").solution
    return float((given @ found - wanted).norm() / wanted.norm().clamp_min(1e-9)), found


@check
def test_sizes(MetroRNN):
    """States (T, B, H) from forward, (B, H) from one_step, outputs (B, C) from decode."""
    for s in (one._replace(H=one.H + 10) for one in sizes()):
        model = built(MetroRNN, s.D, s.H, s.C)
        x, h = torch.randn(s.T, s.B, s.D), torch.randn(s.B, s.H)
        for name, call, arguments, wanted in (
            ("one_step", model.one_step, (x[0], h), (s.B, s.H)),
            ("forward", model, (x,), (s.T, s.B, s.H)),
            ("decode", model.decode, (h,), (s.B, s.C)),
        ):
            try:
                result = call(*arguments)
            except Exception as error:
                raise AssertionError(
                    _(
                        "{name} fails in MetroRNN({D}, {H}, {C}) on {B} sequences of {T} steps: "
                        "are sizes written by hand instead of input_size, hidden_size and "
                        "output_size, or two axes taken for each other?"
                    ).format(name=name, **s._asdict())
                ) from error
            assert isinstance(result, torch.Tensor) and result.shape == wanted, _(
                "{name} returns something of size {got}, {wanted} was expected"
            ).format(name=name, got=tuple(getattr(result, "shape", ())), wanted=wanted)


@check
def test_one_step_is_the_recurrence(MetroRNN):
    """one_step gives tanh of an affine map of the input and the state before."""
    D, H = (torch.randperm(4)[:2] + 17).tolist()
    model = built(MetroRNN, D, H, 2, scale=0.7)
    n = 8 * (D + H)
    x, h = torch.randn(n, D), 2 * torch.rand(n, H) - 1
    new = model.one_step(x, h).detach()
    assert differ(new, model.one_step(torch.randn(n, D), h)), _(
        "the input plays no part in the new state: the term in x is missing"
    )
    assert differ(new, model.one_step(x, torch.rand(n, H))), _(
        "the previous state plays no part in the new one: the term in h is missing"
    )
    both = torch.cat([x, h], dim=1)
    assert _affine_misfit(both, new)[0] > 1e-3, _("the activation tanh is missing")
    assert not bool((new >= 0).all()), _(
        "no state is ever negative: the activation is a relu or a sigmoid, tanh was asked for"
    )
    assert bool((new.abs() <= 1).all()), _(
        "states go beyond 1 in absolute value: the last thing that one_step does is tanh"
    )
    misfit, found = _affine_misfit(both, torch.atanh(new.double().clamp(-1 + 1e-7, 1 - 1e-7)))
    assert misfit < 1e-3, _("the new state is not tanh(W x + U h + b)")
    assert found[-1].abs().max() > 1e-3, _(
        "the recurrence has no bias (bias=False?): an input of zeros would leave the state at zero"
    )


@check
def test_forward_goes_through_time(MetroRNN):
    """forward returns the state after each step, from zeros, in the order of time."""
    for T in (4, 2, 1):
        B, D, H = (torch.randperm(4)[:3] + 17).tolist()
        model, x, zeros = built(MetroRNN, D, H, 2), torch.randn(T, B, D), torch.zeros(B, H)
        states, wanted = model(x), rolled(model, x, zeros)
        assert states.shape == wanted.shape, _(
            "forward returns something of size {got}: all states were expected, ({T}, {B}, {H})"
        ).format(got=tuple(states.shape), T=T, B=B, H=H)
        if T > 1:
            assert not mistaken(states[1], model.one_step(x[1], zeros), wanted[1]), _(
                "the state is reset at every step: each call of one_step receives the state that "
                "the one before gave back"
            )
            assert not mistaken(states, rolled(model, x.flip(0), zeros), wanted), _(
                "the sequence is read backwards, from the last step to the first"
            )
            assert not mistaken(states[1:], wanted[:-1], wanted[1:]), _(
                "the states come one step late: the first one has already read x[0]"
            )
        assert close(states, wanted), _(
            "the states are not those that one_step reaches one after another, from zeros"
        )
        assert close(model(x), wanted), _(
            "a second call on the same sequence gives other states: each sequence starts from "
            "zeros, nothing is kept from the last one"
        )


@check
def test_given_state_is_the_first(MetroRNN):
    """The state passed as `h` is the one forward starts from: a sequence can be cut."""
    B, D, H = (torch.randperm(4)[:3] + 17).tolist()
    model, x, h = built(MetroRNN, D, H, 2), torch.randn(5, B, D), torch.rand(B, H)
    kept = h.clone()
    h._corrige_may_change = True
    try:
        states = model(x, h=h)
    except TypeError:
        raise AssertionError(_("the first state must be an argument named `h`")) from None
    assert torch.equal(h, kept), _("forward modifies the state it is given in place")
    assert differ(states, model(x)), _(
        "the state passed as `h` is ignored: zeros are for h=None only"
    )
    assert close(states, rolled(model, x, h)), _("forward does not start from the state `h`")
    whole, begin = model(x), model(x[:2])
    assert close(model(x[2:], begin[-1]), whole[2:]), _(
        "a sequence cut in two, its state handed on, does not give the states of the whole one"
    )


@check
def test_decode_is_linear(MetroRNN):
    """decode is one linear layer, raw, whatever axes come before the last one."""
    H, C = (torch.randperm(4)[:2] + 3).tolist()
    model = built(MetroRNN, 2, H, C)
    h = torch.randn(8 * H, H)
    out = model.decode(h)
    total = out.exp().sum(-1)
    assert not close(total, torch.ones_like(total)), _(
        "decode returns log-probabilities: raw scores were asked for, CrossEntropyLoss applies "
        "LogSoftmax itself, and a forecast is no probability"
    )
    assert not close(out.sum(-1), torch.ones_like(total)), _(
        "decode returns probabilities: raw scores were asked for, without Softmax"
    )
    misfit, found = _affine_misfit(h, out)
    assert misfit < 1e-3, _(
        "decode is not a linear layer alone: no activation, neither before nor after"
    )
    assert found[-1].abs().max() > 1e-3, _(
        "decode has no bias (bias=False?): where the state is zero, it can only say zero"
    )
    try:
        each = model.decode(h.view(8, H, H))
    except Exception as error:
        raise AssertionError(
            _("decode fails on states (T, B, H): it acts on the last axis, whatever comes before")
        ) from error
    assert each.shape == (8, H, C) and close(each.reshape(8 * H, C), out), _(
        "decode of all states (T, B, H) is not what it gives state by state"
    )


@check
def test_learns(MetroRNN):
    """Each weight is a parameter and learns; the last output's gradient reaches the first step."""
    T, B, D, H, C = 4, 5, 13, 6, 2
    model, x = built(MetroRNN, D, H, C), torch.randn(T, B, D, requires_grad=True)
    parameters = dict(model.named_parameters())
    assert sum(p.numel() for p in parameters.values()) >= H * (D + H + C), _(
        "layers are missing from the parameters: they must be attributes set in __init__, after "
        "super().__init__()"
    )
    loss = (model.decode(model(x)[-1]) * torch.randn(B, C)).sum()
    assert loss.requires_grad, _("nothing learns: the graph is cut (no_grad, detach or .data?)")
    loss.backward()
    idle = [n for n, p in parameters.items() if p.grad is None or not p.grad.any()]
    assert not idle, _("parameters that get no gradient from the last output: {names}").format(
        names=", ".join(idle)
    )
    assert x.grad is not None and x.grad[0].any(), _(
        "the gradient does not flow back to the first step: the state is cut off from the graph "
        "(detach, .data or no_grad?)"
    )
    check_gradient(lambda twin, x: twin.decode(twin(x)), x, model=model)
