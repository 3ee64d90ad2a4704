"""Exercise 4: how many windows are given to the right station."""

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.metro_series.models import built, windows


@check
def test_share_of_the_windows(exactitude, MetroRNN):
    """The share of right answers among all windows, normalised by the maxima that are given."""
    for _case in range(20):
        days, slots, stations, length = (torch.randperm(5)[:4] + 4).tolist()
        slots = slots + length
        model = built(MetroRNN, 2, 8, stations, scale=1.5)
        flows = torch.rand(days, slots, stations, 2) * (5 + 90 * torch.rand(stations, 2))
        maxima = flows.amax(dim=(0, 1)) * (0.3 + 2 * torch.rand(stations, 2))

        def scores(flows, model=model, length=length):
            with torch.no_grad():
                return model.decode(model(windows(flows, length)[0])[-1])

        y = windows(flows, length)[2]
        wanted = _share(scores(flows / maxima), y)
        own = _share(scores(flows / flows.amax(dim=(0, 1))), y)
        raw = _share(scores(flows), y)
        if min(abs(wanted - own), abs(wanted - raw)) > 0.02 and 0.05 < wanted < 0.95:
            break
    got = exactitude(model, flows, length, maxima)
    got = got.item() if isinstance(got, torch.Tensor) and got.numel() == 1 else got
    assert isinstance(got, float | int), _("exactitude must return a number")
    assert abs(got - own) > 1e-5, _(
        "the windows are normalised by their own maxima: pass those of train, stations_max, to "
        "SampleMetroDataset"
    )
    assert abs(got - raw) > 1e-5, _("the windows are not normalised at all")
    assert abs(got - 100 * wanted) > 1e-3, _("a percentage: a share between 0 and 1 was asked for")
    assert abs(got - wanted * len(y)) > 1e-3, _(
        "the number of right answers: divide it by the number of windows"
    )
    assert abs(got - (1 - wanted)) > 1e-5 or abs(wanted - 0.5) < 1e-4, _(
        "the share of the errors: the share of the right answers was asked for"
    )
    assert abs(got - wanted) < 1e-5, _(
        "not the share of the windows whose best score, from the last state, is their station's: "
        "all windows count once, those of a last and smaller batch too; time comes first in "
        "MetroRNN"
    )


def _share(scores, y):
    return (scores.argmax(-1) == y).double().mean().item()
