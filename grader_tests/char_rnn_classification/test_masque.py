"""Exercise 4: `masque` and `moyenne`, what is a letter and what is padding."""

import random

import torch

from corrige.checks import check, close
from corrige.checks import translate as _


def _lengths(B, T):
    """Return lengths in no order, 1 and T among them."""
    return torch.tensor(random.sample([1, T, *(random.randint(1, T) for _ in range(B - 2))], B))


@check
def test_mask(masque):
    """masque(longueurs, T)[t, b] says whether step t is a letter of name b."""
    for B, T, more in ((4, 7, 0), (6, 5, 3), (1, 4, 2)):
        lengths = _lengths(B, T) if B > 1 else torch.tensor([T])
        mask = masque(lengths, T + more)
        assert isinstance(mask, torch.Tensor), _("masque returns a tensor")
        assert mask.shape != (B, T + more) or T + more == B, _(
            "the mask is (B, T): time comes first here, (T, B), as in the batch"
        )
        assert mask.shape == (T + more, B), _(
            "mask of size {got} instead of ({T}, {B}): T is the argument, not the longest length"
        ).format(got=tuple(mask.shape), T=T + more, B=B)
        assert mask.dtype == torch.bool, _("the mask holds True and False (dtype torch.bool)")
        steps = torch.arange(T + more)[:, None].expand(-1, B)
        assert not mask.equal(steps >= lengths), _(
            "the mask is inverted: True stands for a letter, False for padding"
        )
        assert not mask.equal(steps <= lengths), _(
            "the mask lets one step of padding through: the letters are at 0 … longueur - 1"
        )
        assert not mask.equal(steps < lengths - 1), _("the last letter of each name is masked")
        assert not mask.equal(steps >= T + more - lengths), _(
            "the mask takes padding to stand before the name; it comes after"
        )
        assert mask.equal(steps < lengths), _("mask[t, b] must be True where t < longueurs[b]")


@check
def test_mean(moyenne):
    """The mean is over the letters of each name alone, whatever stands in the padding."""
    for B, T, H in ((5, 8, 3), (4, 6, 7), (1, 5, 2)):
        lengths = _lengths(B, T) if B > 1 else torch.tensor([T - 2])
        values = torch.randn(T, B, H)
        mask = torch.arange(T)[:, None] < lengths
        clean = values * mask[:, :, None]
        got = moyenne(values, lengths)
        assert isinstance(got, torch.Tensor) and got.shape == (B, H), _(
            "the mean of (T, B, H) over time has the size (B, H): ({B}, {H}) was expected"
        ).format(B=B, H=H)
        wanted = clean.sum(0) / lengths[:, None]
        assert close(got, wanted) or not close(got, values.mean(0)), _(
            "the padding counts like letters: mean over all T steps"
        )
        assert close(got, wanted) or not close(got, clean.mean(0)), _(
            "the sum over the letters is divided by T, the length of the batch: short names would "
            "come out small; divide by their own length"
        )
        assert close(got, wanted) or not close(got, clean.sum(0)), _(
            "this is the sum over the letters, the mean was asked for: divide by the length"
        )
        assert close(got, wanted) or not close(got, values.sum(0) / lengths[:, None]), _(
            "the sum runs over padding as well, though it is divided by the true length: put the "
            "mask on before"
        )
        assert close(got, wanted) or not close(got, clean.sum(0) / lengths.sum()), _(
            "the divisor is the number of letters of the whole batch: each name has its own"
        )
        assert close(got, wanted), _(
            "this is not the mean of valeurs over the letters of each name"
        )
        values.requires_grad_()
        weights = torch.randn(B, H)
        total = (moyenne(values, lengths) * weights).sum()
        assert total.requires_grad, _(
            "no gradient flows back from the mean: the graph is cut (detach, .data or tolist?)"
        )
        total.backward()
        assert close(values.grad, mask[:, :, None] * weights / lengths[:, None]), _(
            "the gradient of the mean must reach each letter alike, and no padding"
        )
