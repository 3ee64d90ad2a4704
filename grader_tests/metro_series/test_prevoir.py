"""Exercise 7: forecast as far as one likes, by reading one's own forecasts."""

import torch

from corrige.checks import check, close, differ
from corrige.checks import translate as _
from grader_tests.metro_series.models import built, mistaken, rolled


def _rollout(model, x, steps, H):
    h = rolled(model, x, torch.zeros(x.shape[1], H))[-1]
    found = []
    for _step in range(steps):
        found.append(model.decode(h))
        h = model.one_step(found[-1], h)
    return torch.stack(found)


@check
def test_feeds_its_forecasts_back(prevoir, MetroRNN):
    """Each forecast is read as the next input, the state carried on."""
    for length, steps in ((4, 5), (1, 2), (6, 1)):
        B, H = (torch.randperm(4)[:2] + 17).tolist()
        model, x = built(MetroRNN, 2, H, 2), torch.rand(length, B, 2)
        got = prevoir(model, x, steps)
        assert isinstance(got, torch.Tensor) and got.shape == (steps, B, 2), _(
            "prevoir returns something of size {got}, ({steps}, {B}, 2) was expected: the "
            "forecasts alone, one a step to come"
        ).format(got=tuple(getattr(got, "shape", ())), steps=steps, B=B)
        with torch.no_grad():
            wanted = _rollout(model, x, steps + 1, H)
            seen = model(x)[-1]
            again = model.one_step(x[-1], seen)
            reset = [model.decode(seen)]
            for _step in range(steps - 1):
                reset.append(model.decode(model.one_step(reset[-1], torch.zeros(B, H))))
            states = [seen]
            for _step in range(steps - 1):
                states.append(model.one_step(x[-1], states[-1]))
        if steps > 1:
            assert not mistaken(got[1], got[0], wanted[1]), _(
                "all forecasts are the same one: each is read in its turn, and the state goes on"
            )
            assert not mistaken(got, torch.stack(reset), wanted[:-1]), _(
                "the state is lost after the first forecast: one_step starts from the last state, "
                "not from zeros"
            )
            unread = torch.stack([model.decode(h) for h in states])
            assert not mistaken(got, unread, wanted[:-1]), _(
                "the last observation is read again and again: from the second step on, the "
                "network reads its own forecast"
            )
        assert not mistaken(got, wanted[1:], wanted[:-1]), _(
            "the forecasts come one step early: the first one is decoded from the last state of x"
        )
        assert not mistaken(got[0], model.decode(again), wanted[0]), _(
            "the last observation is read twice: the last state of x has seen it already"
        )
        assert close(got, wanted[:-1]), _(
            "the forecasts are not decode(h), then decode(one_step(forecast, h)), and so on, from "
            "the last state of x"
        )


@check
def test_reads_all_that_was_seen(prevoir, MetroRNN):
    """The forecasts depend on each step that was seen, example by example."""
    T, B, H = 4, 13, 24
    model, x = built(MetroRNN, 2, H, 2), torch.randn(T, B, 2)
    got = prevoir(model, x, 3)
    for t in range(T):
        changed = x.clone()
        changed[t] = 3 * torch.randn(B, 2)
        assert differ(prevoir(model, changed, 3), got), _(
            "what was seen {back} steps before the last one has no influence: the whole window is "
            "read, from its first step"
        ).format(back=T - 1 - t)
    changed = x.clone()
    changed[:, 0] = torch.rand(T, 2) + 1
    other = prevoir(model, changed, 3)
    assert close(other[:, 1:], got[:, 1:]), _(
        "an example's forecasts depend on the other examples: time comes first, (T, B, 2)"
    )


@check
def test_keeps_no_graph(prevoir, MetroRNN):
    """A forecast is for use, not for learning: no graph is kept, nothing changes."""
    model, x = built(MetroRNN, 2, 13, 2), torch.rand(3, 13, 2)
    kept = x.clone()
    x._corrige_may_change = True
    got = prevoir(model, x, 4)
    assert not got.requires_grad, _(
        "the forecasts keep the graph of all their steps: compute them under torch.no_grad()"
    )
    assert torch.equal(x, kept), _("prevoir modifies its argument in place")
    assert close(prevoir(model, x, 4), got), _("a second call gives other forecasts")
