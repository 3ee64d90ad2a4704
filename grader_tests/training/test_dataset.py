"""Exercise 1: RappelDataset, sequences of symbols and the first of each."""

import torch
from torch import Tensor

from corrige.checks import check
from corrige.checks import translate as _

SIZES = ((9, 6, 5), (4, 7, 3), (1, 1, 6))


def _symbols(N, T, K):
    symbols = torch.randint(K, (N, T))
    symbols[0] = 0  # the last symbol is not there: K cannot be read from the data
    return symbols


@check
def test_length(RappelDataset):
    """The dataset holds one sequence for each row of `symboles`, whatever the sizes."""
    for N, T, K in SIZES:
        found = len(RappelDataset(_symbols(N, T, K), K))
        assert N == T or found != T, _(
            "len(dataset) is the length of a sequence; the number of sequences was expected"
        )
        assert found == N, _(
            "len(dataset) is {found} for {N} sequences: one example a row of symboles"
        ).format(found=found, N=N)


@check
def test_items(RappelDataset):
    """Each example is the sequence in one-hot and its first symbol."""
    for N, T, K in SIZES:
        symbols = _symbols(N, T, K)
        dataset = RappelDataset(symbols.clone(), K)
        for i in torch.randperm(N)[:4].tolist():
            x, y = dataset[i]
            _one_hot(x, symbols, i, K)
            _first(y, symbols[i])


def _one_hot(x, symbols, i, K):
    T = symbols.shape[1]
    assert isinstance(x, Tensor), _("x must be a tensor")
    assert x.shape != (T,), _(
        "x holds the symbols themselves; one row of K numbers a step was expected (one-hot)"
    )
    assert T == K or x.shape != (K, T), _("x is (K, T): time comes first, one row a step")
    assert x.shape == (T, K), _(
        "x has size {got} instead of (T, K) = ({T}, {K}): K is given, it cannot be read from "
        "symbols of which the last may be missing"
    ).format(got=tuple(x.shape), T=T, K=K)
    assert x.dtype == torch.float32, _(
        "x is of type {dtype}: linear layers want float32 (F.one_hot gives whole numbers)"
    ).format(dtype=x.dtype)
    assert torch.equal(x.argmax(1), symbols[i]) and torch.equal(x.sum(1), torch.ones(T)), _(
        "x is not the i-th sequence in one-hot: in row t a 1 at the place of the symbol of step t, "
        "zeros elsewhere"
    )
    assert bool(((x == 0) | (x == 1)).all()), _("a one-hot row holds a single 1 and zeros")


def _first(y, symbols):
    y = torch.as_tensor(y)
    assert y.shape == (), _(
        "y has size {got}: one symbol was expected, a tensor of size ()"
    ).format(got=tuple(y.shape))
    assert not y.is_floating_point(), _(
        "y is a real number: a class is a whole one (int64), or NLLLoss refuses it"
    )
    assert y.item() == symbols[0].item(), _(
        "y is not the first symbol of the sequence, symboles[i, 0] (the last one, or another?)"
    )
