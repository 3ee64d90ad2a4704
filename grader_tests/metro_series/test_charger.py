"""Exercise 1: the file of Hangzhou, or simulated flows in its place."""

import torch

from corrige.checks import check
from corrige.checks import translate as _


def _pair(loaded):
    assert isinstance(loaded, tuple | list) and len(loaded) == 2, _(
        "charger must return two tensors: the days to learn from, then those of the test"
    )
    assert all(isinstance(flux, torch.Tensor) for flux in loaded), _(
        "charger must return two tensors: the days to learn from, then those of the test"
    )
    return loaded


def _refused(f, *arguments):
    try:
        f(*arguments)
    except ValueError:
        return True
    except Exception as error:
        raise AssertionError(
            _("flows that are not as they should be must raise ValueError, not {name}").format(
                name=type(error).__name__.removeprefix("Student")
            )
        ) from error
    return False


@check
def test_reads_the_file(charger):
    """A file is read as it is: its two tensors, in order, as float32."""
    wanted = torch.load("data/mini.pch", weights_only=True)
    train, test = _pair(charger("data/mini.pch"))
    assert train.shape[1:] == wanted[0].shape[1:], _(
        "data/mini.pch holds days of 73 slots and 4 stations: what charger returns is something "
        "else (simulated flows, although the file is there?)"
    )
    assert not torch.equal(train.double(), wanted[1].double()), _(
        "the days of the test come first: charger must return (train, test)"
    )
    for got, expected in zip((train, test), wanted, strict=True):
        assert torch.equal(got.double(), expected.double()), _(
            "what charger returns is not what the file holds: nothing is to be changed yet"
        )
        assert got.dtype == torch.float32, _(
            "the flows have type {dtype}: counts may be stored as whole numbers, networks want "
            "float32 (.float())"
        ).format(dtype=got.dtype)


@check
def test_absent_file_gives_simulated_flows(charger, flux_simules):
    """Where there is no file, the simulated flows stand in for it."""
    name = f"data/absent_{torch.randint(10**9, ()).item()}.pch"
    try:
        loaded = charger(name)
    except Exception as error:
        raise AssertionError(
            _("a file that does not exist must not be an error: return flux_simules() instead")
        ) from error
    for got, expected in zip(_pair(loaded), flux_simules(), strict=True):
        assert torch.equal(got, expected), _(
            "without a file, charger must return what flux_simules() returns, by default"
        )


@check
def test_refuses_other_shapes(verifier, charger):
    """What is not a pair of flows is refused with ValueError, a pair of flows is not."""
    days, slots, stations = (torch.randperm(7)[:3] + 11).tolist()

    def flows(*shape):
        return torch.randint(1, 50, shape).float()

    good = flows(days, slots, stations, 2)
    for other in (days, days + 2):
        assert not _refused(verifier, good, flows(other, slots, stations, 2)), _(
            "flows that are as they should be are refused: the number of days may differ between "
            "train and test, the other sizes are those of the flows themselves"
        )
    empty = good.clone()
    empty[0] = 0
    assert not _refused(verifier, empty, good), _(
        "slots without any passenger are refused: only negative flows are impossible"
    )
    below = good.clone()
    below[-1, slots // 2, -1, 1] = -1
    for wrong, told in (
        (flows(slots, stations, 2), _("three axes instead of four")),
        (flows(1, days, slots, stations, 2), _("five axes instead of four")),
        (flows(days, slots, stations, 3), _("three directions instead of two")),
        (flows(days, slots, stations, 1), _("one direction instead of two")),
        (below, _("a negative flow")),
    ):
        for pair in ((wrong, good), (good, wrong), (wrong, wrong)):
            assert _refused(verifier, *pair), _(
                "verifier accepts this, in train or in test: {told}"
            ).format(told=told)
    for wrong, told in (
        (flows(days, slots + 1, stations, 2), _("days of another length in train and in test")),
        (flows(days, slots, stations + 1, 2), _("other stations in train and in test")),
    ):
        for pair in ((wrong, good), (good, wrong)):
            assert _refused(verifier, *pair), _(
                "verifier accepts this, in train or in test: {told}"
            ).format(told=told)
    assert _refused(charger, "data/abime.pch"), _(
        "charger accepts data/abime.pch, whose test has other stations than its train: call "
        "verifier on what was read"
    )


@check
def test_refuses_objects(charger):
    """A file that holds something else than tensors is not opened."""
    _pair(charger("data/mini.pch"))
    try:
        charger("data/piege.pch")
    except Exception:
        return
    raise AssertionError(
        _(
            "data/piege.pch holds an object of Python's besides its tensors, and charger opened "
            "it: a pickle can run any code when it is read; weights_only=True reads tensors alone"
        )
    )
