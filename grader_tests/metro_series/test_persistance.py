"""Exercise 6: the forecast that costs nothing, and how to compare with it."""

import torch

from corrige.checks import check, close
from corrige.checks import translate as _


@check
def test_repeats_the_last_value(persistance):
    """The last value that was seen, at each step to come."""
    for length, steps in ((5, 3), (1, 4), (6, 1)):
        B = int(torch.randint(17, 20, ()))
        x = torch.rand(length, B, 2)
        got = persistance(x, steps)
        assert isinstance(got, torch.Tensor) and got.shape == (steps, B, 2), _(
            "the forecast has size {got}, ({steps}, {B}, 2) was expected: one value a step to come"
        ).format(got=tuple(getattr(got, "shape", ())), steps=steps, B=B)
        assert length == 1 or not close(got, x[:1].expand(steps, B, 2)), _(
            "the first value is repeated: persistence repeats the last one that was seen"
        )
        assert length == 1 or not close(got, x.mean(0).expand(steps, B, 2)), _(
            "the mean of the window is repeated: persistence repeats the last value"
        )
        assert close(got, x[-1].expand(steps, B, 2)), _(
            "each step to come must be the last value that was seen, for its own example"
        )


@check
def test_error_is_in_passengers(erreur):
    """The mean of the squared errors in passengers, for each step to come."""
    steps, B = (torch.randperm(4)[:2] + 17).tolist()
    forecast, truth = torch.rand(steps, B, 2), torch.rand(steps, B, 2)
    maxima = 20 + 300 * torch.rand(B, 2)
    got = erreur(forecast, truth, maxima)
    gap = (forecast - truth) * maxima
    assert isinstance(got, torch.Tensor) and got.shape == (steps,), _(
        "erreur returns something of size {got}, ({steps},) was expected: one error a step to "
        "come, the mean over examples and directions"
    ).format(got=tuple(getattr(got, "shape", ())), steps=steps)
    normalised = ((forecast - truth) ** 2).mean(dim=(1, 2))
    assert not close(got, normalised), _(
        "the error is in normalised units: multiply by the maxima to compare passengers"
    )
    assert not close(got, ((forecast - truth) ** 2 * maxima).mean(dim=(1, 2))), _(
        "the squares are multiplied by the maxima: multiply the gap first, then square it"
    )
    assert not close(got, gap.abs().mean(dim=(1, 2))), _(
        "the mean of the absolute errors: the mean of the squares was asked for"
    )
    assert not close(got, (gap**2).sum(dim=(1, 2))), _(
        "the sum of the squares: the mean was asked for"
    )
    assert close(got / maxima.max() ** 2, (gap**2).mean(dim=(1, 2)) / maxima.max() ** 2), _(
        "not the mean, over examples and directions, of the squared gaps in passengers"
    )


@check
def test_skill(competence):
    """1 for a perfect forecast, 0 for one as good as persistence, negative below it."""
    naive = 5 + 100 * torch.rand(int(torch.randint(17, 24, ())))
    error = 5 + 100 * torch.rand(len(naive))
    got = competence(error, naive)
    assert not close(got, 1 - naive / error), _(
        "the two errors are exchanged: that of persistence is the denominator"
    )
    assert close(competence(torch.zeros_like(naive), naive), torch.ones_like(naive)), _(
        "a forecast without any error must have a skill of 1"
    )
    assert close(competence(naive.clone(), naive), torch.zeros_like(naive)), _(
        "a forecast as good as persistence must have a skill of 0"
    )
    assert close(got, 1 - error / naive), _("the skill is not 1 - error / error of persistence")
