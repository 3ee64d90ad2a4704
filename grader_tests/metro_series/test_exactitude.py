"""Exercise 4: how many windows are given to the right station."""

from itertools import pairwise

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.metro_series.models import built, windows


@check
def test_share_of_the_windows(exactitude, MetroRNN):
    """The share of right answers among all windows, normalised by the maxima that are given."""
    for _case in range(25):
        days, slots, stations, length = (torch.randperm(4) + 3).tolist()
        model = built(MetroRNN, 2, 9, stations, scale=3)
        model._corrige_nonfinite_ok = True  # without tanh, read along the wrong axis, it overflows
        flows = torch.rand(days, slots + length, stations, 2) * (5 + 90 * torch.rand(stations, 2))
        maxima = flows.amax(dim=(0, 1)) * (0.3 + 2 * torch.rand(stations, 2))
        x, _later, y = windows(flows, length)
        scale, own = maxima[y], flows.amax(dim=(0, 1))[y]
        each = _scores(model, x / scale)
        crossed = _scores(model, (x / scale).transpose(0, 1))
        wanted = _share(each[-1], y)
        others = {
            _(
                "the windows are normalised by their own maxima: pass those of train, "
                "stations_max, to SampleMetroDataset"
            ): _share(_scores(model, x / own)[-1], y),
            _("the windows are not normalised at all"): _share(_scores(model, x)[-1], y),
            _("the scores are those of the first state: the station is told from the last one"): (
                _share(each[0], y)
            ),
            _("the scores are the mean over all steps: the station is told from the last state"): (
                _share(each.mean(0), y)
            ),
            _("the first axis of a batch is the example: transpose it, MetroRNN wants (T, B, 2)"): (
                _share(crossed[:, -1], y)
            ),
            _("the worst score is taken instead of the best"): (
                (each[-1].argmin(-1) == y).double().mean().item()
            ),
            _("the share of the errors: the share of the right answers was asked for"): 1 - wanted,
            _("a percentage: a share between 0 and 1 was asked for"): 100 * wanted,
            _("the number of right answers: divide it by the number of windows"): wanted * len(y),
        }
        shares = sorted([wanted, *others.values()])
        if min(after - before for before, after in pairwise(shares)) > 0.01:
            break
    got = exactitude(model, flows, length, maxima)
    got = got.item() if isinstance(got, torch.Tensor) and got.numel() == 1 else got
    assert isinstance(got, float | int), _("exactitude must return a number")
    if abs(got - wanted) > 1e-5:
        for told, other in others.items():
            assert abs(got - other) > 1e-5, told
    assert abs(got - wanted) < 1e-5, _(
        "not the share of the windows whose best score, from the last state, is their station's: "
        "all windows count once, those of a last and smaller batch too; time comes first in "
        "MetroRNN"
    )


def _scores(model, x):
    """Return the scores at each step, (T, B, C)."""
    with torch.no_grad():
        states = model(x)
        assert states.dim() == 3, _(
            "MetroRNN does not return all its states: mend exercise 3 first"
        )
        return torch.stack([model.decode(h) for h in states])


def _share(scores, y):
    return (scores.argmax(-1) == y).double().mean().item()
