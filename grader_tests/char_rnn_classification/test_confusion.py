"""Exercise 7: `confusion` and `proportions`, which language is taken for which."""

import random

import torch

from corrige.checks import check, close
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import FirstLetter, words


@check
def test_counts(confusion):
    """matrice[i, j] counts the names of language i that are taken for language j."""
    C = 9
    model, names = FirstLetter(C), words(41, 3, 9)
    targets = [random.randrange(C - 1) for _name in names]  # of the last language there is none
    wanted = torch.zeros(C, C, dtype=torch.long)
    for name, target in zip(names, targets, strict=True):
        wanted[target, int(model.of(name).argmax())] += 1
    matrix = confusion(model, names, targets, C)
    assert isinstance(matrix, torch.Tensor), _("confusion returns a tensor; got {got}").format(
        got=type(matrix).__name__
    )
    assert matrix.shape == (C, C), _(
        "matrix of size {got} instead of ({C}, {C}): a language without names has its row and "
        "column too"
    ).format(got=tuple(matrix.shape), C=C)
    whole, matrix = not matrix.is_floating_point(), matrix.double()
    assert not close(matrix, wanted.T.double()), _(
        "the matrix is transposed: rows are the true languages, columns those that were found"
    )
    assert not close(matrix, (wanted > 0).double()), _(
        "each pair counts once at most: matrice[i, j] += 1 with tensors i and j adds 1 a single "
        "time to a place that occurs several times (index_put_ with accumulate, bincount or a loop)"
    )
    assert matrix.sum() != 0, _("the matrix is empty")
    assert abs(matrix.sum().item() - len(names)) < 1e-3, _(
        "the counts add up to {got:g}, there are {names} names: each counts once, in one place"
    ).format(got=matrix.sum().item(), names=len(names))
    assert close(matrix, wanted.double()), _(
        "matrice[i, j] must count the names of language i for which language j has the highest "
        "score"
    )
    assert whole, _("counts are whole numbers: dtype=torch.long")


@check
def test_proportions(proportions):
    """Each row is divided by its sum; the row of a language without names stays at zero."""
    proportions._corrige_nonfinite_ok = True
    matrix = torch.randint(0, 9, (6, 6))
    matrix[torch.arange(6), torch.randperm(6)] += 3
    empty, alone = random.sample(range(6), 2)
    matrix[alone] = torch.eye(6, dtype=torch.long)[empty]
    whole, matrix = matrix.clone(), matrix.clone()
    matrix[empty] = 0
    for counts in (whole, matrix):
        given = counts.clone()
        got = proportions(given)
        assert isinstance(got, torch.Tensor) and got.shape == (6, 6), _(
            "proportions returns a matrix of the same size"
        )
        got, sums = got.float(), counts.sum(1, keepdim=True)
        assert bool(torch.isfinite(got).all()), _(
            "a language without names gives 0/0: its row must stay at zero (clamp the sum at 1)"
        )
        wanted = counts / sums.clamp(min=1)
        assert close(got, wanted) or not close(
            got, counts / counts.sum(0, keepdim=True).clamp(min=1)
        ), _("the columns are normalised: divide each row by its sum, dim=1 with keepdim=True")
        assert close(got, wanted) or not close(got, counts / sums.T.clamp(min=1)), _(
            "row sums are spread over the columns: without keepdim=True they divide the wrong axis"
        )
        assert close(got, wanted) or not close(got, counts / counts.sum()), _(
            "everything is divided by the number of all names: each row by its own sum"
        )
        assert close(got, wanted) or not close(got, 100 * wanted), _(
            "these are percents: shares between 0 and 1 are asked for"
        )
        assert close(got, wanted), _(
            "each row must be divided by its sum, so that it adds up to 1, or stay at zero"
        )
