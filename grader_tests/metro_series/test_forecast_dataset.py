"""Exercise 5: ForecastMetroDataset, windows and what follows them."""

import torch

from corrige.checks import check
from corrige.checks import translate as _


def _flows():
    """Return flows whose every number is another, and (length, horizon)."""
    days, stations, length, horizon = (torch.randperm(4)[:4] + 2).tolist()
    slots = length + horizon + int(torch.randint(2, 6, ()))
    count = days * slots * stations * 2
    return torch.randperm(count).view(days, slots, stations, 2).float(), length, horizon


def _example(data, index):
    example = data[index]
    assert isinstance(example, tuple | list) and len(example) == 2, _(
        "an example is a pair: a window and its target"
    )
    assert all(isinstance(part, torch.Tensor) for part in example), _(
        "the window and its target are tensors"
    )
    return example


def _place(flows, window):
    """Return (day, start, station) of a window, None where no station's day holds it."""
    found = (flows == window[0, 0]).nonzero()
    if window.shape[-1] != 2 or len(found) != 1:
        return None
    day, start, station, direction = found[0].tolist()
    held = flows[day, start : start + len(window), station]
    return (day, start, station) if direction == 0 and torch.equal(held, window) else None


@check
def test_count(ForecastMetroDataset):
    """len() is the number of windows whose target ends with the day; after them, IndexError."""
    for _case in range(3):
        flows, length, horizon = _flows()
        days, slots, stations, _directions = flows.shape
        got = len(ForecastMetroDataset(flows, length, horizon))
        starts = slots - length - horizon + 1
        assert got != days * stations * (starts - 1), _(
            "one window a day and station is missing: the last one ends horizon slots before the "
            "end of the day"
        )
        assert got != days * stations * (slots - length + 1), _(
            "the windows at the end of the day have no target: it would lie in the next day; "
            "slots - length - horizon + 1 starts are possible"
        )
        assert got != days * starts, _("one window for all stations: each station has its own")
        assert got == days * stations * starts, _(
            "the number of examples is {got} for {days} days of {slots} slots, {stations} "
            "stations, length {length} and horizon {horizon}: {wanted} were expected"
        ).format(
            got=got,
            days=days,
            slots=slots,
            stations=stations,
            length=length,
            horizon=horizon,
            wanted=days * stations * starts,
        )
    data = ForecastMetroDataset(flows, length, horizon)
    for index in (got, got + 3):
        try:
            data[index]
        except IndexError:
            continue
        except Exception as error:
            raise AssertionError(
                _("an index beyond the last example must raise IndexError, nothing else")
            ) from error
        raise AssertionError(
            _("an index beyond the last example must raise IndexError: `for x, y in data` ends so")
        )
    one = ForecastMetroDataset(flows[:, : length + horizon], length, horizon)
    assert len(one) == days * stations, _(
        "a day of length + horizon slots holds exactly one window a station"
    )


@check
def test_too_short_days(ForecastMetroDataset):
    """Days that hold no window and target are refused with ValueError."""
    flows, length, horizon = _flows()
    for missing in (1, horizon):
        try:
            ForecastMetroDataset(flows[:, : length + horizon - missing], length, horizon)
        except ValueError:
            continue
        raise AssertionError(
            _(
                "days of {slots} slots hold no window of {length} followed by a horizon of "
                "{horizon}: raise ValueError when the dataset is made"
            ).format(slots=length + horizon - missing, length=length, horizon=horizon)
        )


@check
def test_windows_in_order(ForecastMetroDataset):
    """Day after day, in each station after station, in each start after start: no window lacks."""
    flows, length, horizon = _flows()
    data = ForecastMetroDataset(flows, length, horizon)
    days, slots, stations, _directions = flows.shape
    index = 0
    for day in range(days):
        for station in range(stations):
            for start in range(slots - length - horizon + 1):
                x, y = _example(data, index)
                window = flows[day, start : start + length, station]
                assert torch.equal(x, window) or not torch.equal(y, window), _(
                    "the target comes first: an example is (window, target)"
                )
                assert x.shape == (length, 2), _(
                    "a window has size {got}, (length, 2) was expected: one station, both "
                    "directions"
                ).format(got=tuple(x.shape))
                assert torch.equal(x, window), _(
                    "example {index} is not the window of day {day}, station {station} that "
                    "begins at slot {start}: the order is that of SampleMetroDataset (the start "
                    "changes first, then the station, then the day), the values are not changed"
                ).format(index=index, day=day, station=station, start=start)
                index += 1


@check
def test_target_is_the_window_shifted(ForecastMetroDataset):
    """The target is the window of the same station and day that begins `horizon` slots later."""
    flows, length, horizon = _flows()
    data = ForecastMetroDataset(flows, length, horizon)
    for index in range(0, len(data), 3):
        x, y = _example(data, index)
        place = _place(flows, x)
        assert place is not None, _("the window itself is no window of a station: mend it first")
        day, start, station = place
        follows = flows[day, start + length : start + length + horizon, station]
        assert y.shape != follows.shape or not torch.equal(y, follows) or horizon == length, _(
            "the target is what follows the window: many-to-many, it is the whole window "
            "`horizon` slots later, one target for each step of the window"
        )
        assert y.shape == (length, 2), _(
            "the target has size {got}, ({length}, 2) was expected: one target a step"
        ).format(got=tuple(y.shape), length=length)
        assert not torch.equal(y, x), _("the target is the window itself: it begins later")
        wanted = flows[day, start + horizon : start + horizon + length, station]
        assert not torch.equal(y, flows[day, start + 1 : start + 1 + length, station]) or (
            horizon == 1
        ), _("the target is one slot later, whatever the horizon")
        assert torch.equal(y, wanted), _(
            "the target is not the window of the same station that begins `horizon` slots later"
        )


@check
def test_no_window_crosses_midnight(ForecastMetroDataset):
    """Window and target lie within one day and one station."""
    flows, length, horizon = _flows()
    data = ForecastMetroDataset(flows, length, horizon)
    day = torch.arange(len(flows)).view(-1, 1, 1, 1) + torch.zeros_like(flows)
    station = torch.arange(flows.shape[2]).view(1, 1, -1, 1) + torch.zeros_like(flows)
    for which, told in (
        (day, _("an example holds slots of two days: after 23:30 comes the night")),
        (station, _("an example holds slots of two stations")),
    ):
        data = ForecastMetroDataset(which, length, horizon)
        for index in range(len(data)):
            x, y = _example(data, index)
            assert len(torch.cat([x.flatten(), y.flatten()]).unique()) == 1, told
