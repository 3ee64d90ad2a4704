"""Exercise 3: `former_batch`, names of different lengths in one tensor."""

import torch

from corrige.checks import check, close
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import WIDTH, words


def _batch(former_batch, names):
    try:
        result = former_batch(list(names))
    except (RuntimeError, ValueError, TypeError, IndexError):
        raise AssertionError(
            _(
                "former_batch raises on names of different lengths: stack wants equal sizes, the "
                "shorter ones have to be completed by zeros"
            )
        ) from None
    assert isinstance(result, tuple | list) and len(result) == 2, _(
        "former_batch returns two things: the tensor and the lengths"
    )
    x, lengths = result
    for value in (x, lengths):
        assert isinstance(value, torch.Tensor), _(
            "former_batch returns two tensors; one of them is a {got}"
        ).format(got=type(value).__name__)
    return x, lengths


@check
def test_sizes(former_batch, encoder):
    """The batch is (T, B, N_LETTRES), T being the longest length; the lengths are the true ones."""
    odd = [name + "ß" for name in words(5, 3, 11)]  # one character more once normalised
    for names in (words(7, 3, 13), odd, words(1, 5, 5), words(4, 6, 6)):
        x, lengths = _batch(former_batch, names)
        wanted = [len(encoder(name)) for name in names]
        T, B = max(wanted), len(names)
        assert B in (1, T) or x.shape != (B, T, WIDTH), _(
            "the batch is the first axis: time comes first, (T, B, N_LETTRES) (batch_first=True, "
            "or a stack along dim=0?)"
        )
        assert x.shape == (T, B, WIDTH), _("size {got} instead of ({T}, {B}, {N})").format(
            got=tuple(x.shape), T=T, B=B, N=WIDTH
        )
        assert lengths.shape == (B,) and not lengths.is_floating_point(), _(
            "longueurs is a tensor of whole numbers of size (B,), one a name; got size {got}"
        ).format(got=tuple(lengths.shape))
        found = lengths.tolist()
        assert B == 1 or len(set(wanted)) == 1 or found != [T] * B, _(
            "longueurs holds the length of the padded batch for each name: the true lengths are "
            "lost"
        )
        assert sorted(found) != sorted(wanted) or found == wanted, _(
            "lengths are in another order than the names (sorted?): the batch keeps the order of "
            "the list, since targets follow it"
        )
        assert found == wanted, _(
            "longueurs does not hold the number of letters of each name, once normalised"
        )


@check
def test_letters_and_padding(former_batch, encoder):
    """Each name stands in its column, from the first step on, zeros after its end."""
    names = words(6, 3, 12)
    x, _lengths = _batch(former_batch, names)
    T = max(map(len, names))
    assert x.shape[:2] == (T, len(names)), _(
        "the batch must have the size (T, B, N_LETTRES) before its letters can be judged"
    )
    columns = [encoder(n) for n in names]
    for b, letters in enumerate(columns):
        n = len(letters)
        after = x[n:, b]
        assert n == T or not close(x[T - n :, b], letters), _(
            "names end together instead of beginning together: the padding goes after the name, "
            "the first letter is at step 0"
        )
        assert close(x[:n, b], letters), _(
            "column b of the batch is not encoder(noms[b]): letters or names are in another order"
        )
        assert not after.any(), _(
            "after the end of a name there must be zeros: a 1 there would be one more letter "
            "(blank and a are letters of the alphabet)"
        )
