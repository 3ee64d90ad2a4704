"""Exercise 7: draws from scores, at a temperature."""

import pytest
import torch

from corrige.checks import check
from corrige.checks import translate as _

N, DRAWS = 5, 4000
# The statistic below has N - 1 = 4 degrees of freedom: beyond 40 once in 20 million.
FAR = 40.0


def _drawn(tirer, scores, temperature):
    drawn = tirer(scores, temperature)
    assert isinstance(drawn, torch.Tensor) and not drawn.is_floating_point(), _(
        "tirer returns a tensor of indices, one a row of scores"
    )
    assert drawn.shape == scores.shape[:1], _(
        "tirer returns size {got} for {B} rows of scores: one index a row, size ({B},)"
    ).format(got=tuple(drawn.shape), B=len(scores))
    assert bool((drawn >= 0).all()) and bool((drawn < scores.shape[1]).all()), _(
        "an index is drawn that no column of the scores has"
    )
    return drawn


def _distance(drawn, chances):
    """Return the chi-square distance between draws and the distribution they should follow."""
    counts = torch.bincount(drawn, minlength=N).double()
    expected = chances.double() * len(drawn)
    return float(((counts - expected) ** 2 / expected.clamp_min(1e-3)).sum())


def _some_scores():
    """Return scores, in random order, that tell temperatures and mistakes apart."""
    spread = torch.tensor([1.7, 1.1, 0.4, -0.3, -0.9]) + 0.2 * torch.rand(N)
    return spread[torch.randperm(N)]


@check
def test_frequencies(tirer):
    """Letters come as often as softmax(scores / temperature) says."""
    for temperature in (1.0, 0.5, 2.0):
        scores = _some_scores()
        drawn = _drawn(tirer, scores.expand(DRAWS, N).clone(), temperature)
        assert len(set(drawn.tolist())) > 1, _(
            "the same letter is drawn every time (argmax?): at temperature {t} each letter has its "
            "chance"
        ).format(t=temperature)
        expected = (scores / temperature).softmax(0)
        if _distance(drawn, expected) > FAR:
            if temperature != 1:
                assert _distance(drawn, scores.softmax(0)) > FAR, _(
                    "the temperature changes nothing in the frequencies: divide the scores by it"
                )
                assert _distance(drawn, (scores * temperature).softmax(0)) > FAR, _(
                    "the scores are multiplied by the temperature: they are divided by it, so that "
                    "a low one is prudent"
                )
                divided = scores.softmax(0) / temperature
                assert _distance(drawn, divided.softmax(0)) > FAR, _(
                    "the probabilities are divided by the temperature: divide the scores, before "
                    "softmax"
                )
            assert _distance(drawn, torch.full((N,), 1 / N)) > FAR, _(
                "all letters come equally often: the scores play no part"
            )
            assert _distance(drawn, scores.softmax(0).softmax(0)) > FAR, _(
                "softmax is applied twice"
            )
            raise AssertionError(
                _("at temperature {t} the frequencies are not softmax(scores / {t})").format(
                    t=temperature
                )
            )


@check
def test_rows(tirer):
    """Each row is drawn from its own scores, independently of the others."""
    scores = torch.full((40, N + 3), -30.0)
    wanted = torch.randint(N + 3, (40,))
    scores[torch.arange(40), wanted] = 30.0
    assert torch.equal(_drawn(tirer, scores, 1.0), wanted), _(
        "a row is not drawn from its own scores: softmax is taken along dim=-1, each row apart"
    )
    pairs = torch.zeros(900, 2)
    drawn = _drawn(tirer, pairs, 1.0)
    again = _drawn(tirer, pairs, 1.0)
    for one, other in ((drawn[:-1], drawn[1:]), (drawn, again)):
        same = float((one == other).double().mean())
        assert abs(same - 0.5) < 0.12, _(
            "draws repeat one another: each row and each call draws anew (a seed set in tirer?)"
        )
    kept = scores.clone()
    scores._corrige_may_change = True
    tirer(scores, 0.7)
    assert torch.equal(scores, kept), _(
        "tirer changes the scores it is given (`scores /= temperature`): write scores / temperature"
    )


@check
def test_cold(tirer):
    """At temperature 0 the best letter is taken; near 0 as well, without overflow."""
    scores = torch.stack([torch.randperm(N + 2).float() * 3 for _row in range(120)])
    best = scores.argmax(1)
    for temperature in (0, 0.0, 0.01, 1e-3):
        told = _(
            "at temperature {t} the letter with the highest score is taken every time; a division "
            "by 0, or an overflow of exp?"
        ).format(t=temperature)
        try:
            drawn = _drawn(tirer, scores + 20, temperature)
        except (RuntimeError, ValueError, ArithmeticError):
            raise AssertionError(told) from None
        assert not torch.equal(drawn, scores.argmin(1)), _(
            "at a low temperature the worst letter is taken"
        )
        assert torch.equal(drawn, best), told
    with pytest.raises(ValueError):
        tirer(scores, -0.5)
        raise AssertionError(
            _("a negative temperature is refused with ValueError: it would prefer the worst letter")
        )


@check
def test_hot(tirer):
    """At a very high temperature all letters come equally often."""
    for temperature in (1e3, 1e6):
        drawn = _drawn(tirer, (10 * _some_scores()).expand(DRAWS, N).clone(), temperature)
        assert _distance(drawn, torch.full((N,), 1 / N)) < FAR, _(
            "at temperature {t} letters should come equally often"
        ).format(t=int(temperature))
