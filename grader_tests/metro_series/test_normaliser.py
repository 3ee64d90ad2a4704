"""Exercise 2: scale the flows by what the training days know."""

import torch

from corrige.checks import check, close
from corrige.checks import translate as _


def _flows():
    """Return (train, test) of counts; the test's maxima are others, some above train's."""
    days, slots, stations, more = (torch.randperm(6)[:4] + 13).tolist()
    scale = 50 + 400 * torch.rand(stations, 2)
    return (
        torch.ceil(torch.rand(days, slots, stations, 2) * scale),
        torch.ceil(torch.rand(more, slots, stations, 2) * scale * (0.4 + torch.rand(stations, 2))),
    )


def _normalised(normaliser, train, test):
    got = normaliser(train, test)
    assert isinstance(got, tuple | list) and len(got) == 3, _(
        "normaliser must return three values: train and test normalised, and the maxima"
    )
    for value, shape in zip(got, (train.shape, test.shape, train.shape[2:]), strict=True):
        assert isinstance(value, torch.Tensor) and value.shape == shape, _(
            "normaliser returns something of size {got} where {wanted} was expected: train and "
            "test keep their sizes, there is one maximum a station and direction"
        ).format(got=tuple(getattr(value, "shape", ())), wanted=tuple(shape))
    return got


@check
def test_maxima_of_each_station(normaliser):
    """Each station and direction has its own maximum, over days and slots, and reaches 1."""
    train, test = _flows()
    got, _test, maxima = _normalised(normaliser, train, test)
    assert not close(maxima, train.mean(dim=(0, 1))), _(
        "the means were taken, the maxima were asked for"
    )
    assert close(maxima, train.amax(dim=(0, 1))), _(
        "the maxima are not those of each station and direction over all days and slots of train"
    )
    assert close(got, train / train.amax(dim=(0, 1))), _(
        "train normalised is not train divided by the maxima of its station and direction"
    )


@check
def test_nothing_leaks_from_the_test(normaliser):
    """The test days are divided by the maxima of train, and change nothing else."""
    train, test = _flows()
    got, scaled, maxima = _normalised(normaliser, train, test)
    assert not close(scaled, test / test.amax(dim=(0, 1))), _(
        "the test days are divided by their own maxima: a model that is used tomorrow does not "
        "know tomorrow's maxima, and train and test would no longer have the same unit"
    )
    assert not bool((scaled > 1).logical_xor(test > train.amax(dim=(0, 1))).any()), _(
        "a test day that passes all that train has seen must come out above 1: neither clamp it "
        "nor let it move the maxima"
    )
    assert close(scaled, test / train.amax(dim=(0, 1))), _(
        "the test days are not divided by the maxima of train"
    )
    again, _scaled, others = _normalised(normaliser, train, 3 * test)
    assert torch.equal(again, got) and torch.equal(others, maxima), _(
        "other test days change the maxima or train normalised: something leaks from the test "
        "into what is learnt"
    )


@check
def test_closed_station(normaliser):
    """A station that nobody used while learning is divided by 1, not by 0."""
    train, test = _flows()
    train[:, :, 1] = 0
    train[:, :, 0, 1] = 0
    normaliser._corrige_nonfinite_ok = True
    got, scaled, maxima = _normalised(normaliser, train, test)
    assert bool(torch.isfinite(got).all() and torch.isfinite(scaled).all()), _(
        "a station without passengers in train gives NaN or infinity: its maximum is 0, and it is "
        "divided by it"
    )
    wanted = train.amax(dim=(0, 1))
    wanted[wanted == 0] = 1
    assert close(maxima, wanted), _(
        "the maximum of a station without passengers is to be replaced by 1, and no other"
    )
    assert close(scaled, test / wanted) and close(got, train / wanted), _(
        "with a closed station, the flows are not divided by the maxima that are returned"
    )


@check
def test_inverse(normaliser, denormaliser):
    """denormaliser gives passengers back, for windows of any shape, and nothing is written into."""
    train, test = _flows()
    kept = train.clone(), test.clone()
    train._corrige_may_change = test._corrige_may_change = True
    got, scaled, maxima = _normalised(normaliser, train, test)
    assert torch.equal(train, kept[0]) and torch.equal(test, kept[1]), _(
        "normaliser modifies its arguments in place (/=, div_): the flows in passengers are lost"
    )
    for value, wanted in ((got, train), (scaled, test), (scaled[0, :2], test[0, :2])):
        value = value.clone()
        before = value.clone()
        value._corrige_may_change = True
        try:
            back = denormaliser(value, maxima)
        except Exception as error:
            raise AssertionError(
                _(
                    "denormaliser fails on flows of size {size}: it takes any axes before "
                    "(station, direction)"
                ).format(size=tuple(value.shape))
            ) from error
        assert torch.equal(value, before), _("denormaliser modifies its argument in place")
        assert close(back, wanted), _(
            "denormaliser does not undo normaliser: it multiplies by the maxima, whatever axes "
            "come before (station, direction)"
        )
