"""Exercise 3: the loop over time by hand, around the student's own cell."""

import torch

from corrige.checks import check, close, differ
from corrige.checks import translate as _
from grader_tests.rnn_architecture.gradients import gradient_to

B, D, H, C = 3, 5, 6, 2


def _cell(RNN_V1):
    rnn = RNN_V1(D, H, C)
    with torch.no_grad():
        for parameter in rnn.parameters():
            parameter.copy_(torch.randn_like(parameter) / 2)
    x = torch.randn(B, D)
    assert differ(rnn(x, torch.randn(B, H))[1], rnn(x)[1]), _(
        "RNN_V1 does not use the state it is given, so the loop around it cannot be judged: mend "
        "exercise 1 first"
    )
    return rnn


def _last_state(rnn, x):
    state = None
    for step in x:
        _output, state = rnn(step, state)
    return state


@check
def test_loop_is_the_recurrence(parcourir, RNN_V1):
    """The loop gives what the cell gives step after step, its state handed on each time."""
    for T in (5, 2, 1):
        rnn, x = _cell(RNN_V1), torch.randn(T, B, D)
        yhat, hidden = parcourir(rnn, x)
        states = [None]
        for t in range(T):
            expected, state = rnn(x[t], states[-1])
            states.append(state)
        assert hidden.shape != (T, H), _(
            "the loop runs over the batch: the first axis of seq_x is time, each step is seq_x[t]"
        )
        assert hidden.shape == state.shape, _(
            "the state after the loop has size {got}: the last state, (B, H), was expected"
        ).format(got=tuple(hidden.shape))
        if T > 1:
            assert not close(hidden, rnn(x[-1])[1]), _(
                "the hidden state is reset to zero at every step: initHidden() goes before the "
                "loop, and each call receives the state that the one before gave back"
            )
            assert not close(hidden, rnn(x[0])[1]), _(
                "the loop stops after the first step, or reads seq_x[0] every time"
            )
            assert not close(hidden, states[-2]), _(
                "the last step is never read: range(n) goes from 0 to n - 1 already"
            )
            assert not close(hidden, _last_state(rnn, x.flip(0))), _(
                "the sequence is read backwards, from the last step to the first"
            )
            assert not close(hidden, _last_state(rnn, x[1:])), _(
                "the first step is never read: indices start at 0"
            )
        assert close(hidden, state), _(
            "the state after the loop is not the one that the cell reaches step after step"
        )
        assert close(yhat, expected), _("the output is not that of the last step")


@check
def test_loop_remembers_the_first_step(parcourir, RNN_V1):
    """What came first still counts at the end of a short sequence."""
    rnn, x = _cell(RNN_V1), torch.randn(3, B, D)
    changed = x.clone()
    changed[0] = torch.randn(B, D)
    assert differ(parcourir(rnn, x)[1], parcourir(rnn, changed)[1]), _(
        "the first input has no influence on the last state: the state is not carried"
    )
    x.requires_grad_()
    if not gradient_to(x, rnn(x[1], rnn(x[0])[1])[1])[0].any():
        return  # the cell itself cuts the graph: exercise 1 says so
    for which in (0, 1):
        assert gradient_to(x, parcourir(rnn, x)[which])[0].any(), _(
            "the gradient does not flow back to the first step of the loop: the state or the "
            "result is cut off from the graph (detach, .data or no_grad?)"
        )


@check
def test_loop_starts_anew(parcourir, RNN_V1):
    """Each sequence starts from zeros: a call leaves nothing for the next one."""
    rnn, x = _cell(RNN_V1), torch.randn(3, B, D)
    first = parcourir(rnn, x)
    parcourir(rnn, torch.randn(4, B, D))
    for a, b in zip(first, parcourir(rnn, x), strict=True):
        assert close(a, b), _(
            "a second pass over the same sequence gives another result: the state of the last "
            "pass is kept (a global variable?)"
        )
