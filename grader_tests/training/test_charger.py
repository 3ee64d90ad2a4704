"""Exercise 2: charger, batches with time first."""

import torch
from torch import Tensor

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.training.setting import batches, new_seed, recall

N, T, K, B = 11, 6, 9, 4


def _numbered(n):
    """Return examples that say which one they are: x is (T, 2), filled with the index and steps."""
    steps = torch.arange(T, dtype=torch.float32)
    return [
        (torch.stack([torch.full((T,), float(i)), steps], 1), torch.tensor(i)) for i in range(n)
    ]


def _order(loader):
    """Return the indices of the examples in the order in which y gives them."""
    return [int(i) for _x, y in loader for i in y]


@check
def test_time_comes_first(charger):
    """Each batch is (T, B, K), (B,): sequences are not mixed up, whatever the sizes."""
    for n, steps, symbols, size in ((N, T, K, B), (6, 3, 7, 6), (3, 1, 4, 2)):
        data = recall(n, steps, symbols)
        x, y = batches(charger(data, size, False))[0]
        assert isinstance(x, Tensor) and isinstance(y, Tensor), _(
            "a batch must be two tensors, x and y"
        )
        if len({steps, size}) == 2:
            assert x.shape != (size, steps, symbols), _(
                "x is (B, T, K), as DataLoader makes it: time was to come first, (T, B, K); stack "
                "along axis 1 in collate_fn, or exchange the first two axes"
            )
        assert x.shape == (steps, size, symbols), _(
            "x has size {got} instead of (T, B, K) = {wanted}"
        ).format(got=tuple(x.shape), wanted=(steps, size, symbols))
        assert y.shape == (size,), _(
            "y has size {got} instead of (B,) = {wanted}: the classes of the sequences of the batch"
        ).format(got=tuple(y.shape), wanted=(size,))
        for b in range(size):
            assert torch.equal(x[:, b], data[b][0]), _(
                "x[:, b] is not the b-th sequence: view or reshape mixes sequences up, transpose "
                "(or stack along axis 1) does not"
            )


@check
def test_every_example_once(charger):
    """Without shuffling, all examples come once, in order; the last batch may be smaller."""
    for n, size in ((N, B), (8, 4), (5, 9)):
        loader = charger(_numbered(n), size, False)
        sizes = [len(y) for _x, y in batches(loader)]
        whole, rest = divmod(n, size)
        assert not rest or sizes != [size] * whole, _(
            "the last batch is missing where it is not full: drop_last leaves examples out"
        )
        assert sizes == [size] * whole + [rest] * bool(rest), _(
            "batches of {got} examples for {n} examples and taille_batch = {size}"
        ).format(got=sizes, n=n, size=size)
        for seed in (new_seed(), new_seed()):
            torch.manual_seed(seed)
            assert _order(loader) == list(range(n)), _(
                "melanger=False: the examples should come in the order of the dataset, each time"
            )


@check
def test_shuffles(charger):
    """With shuffling, the order changes each time, y follows x, and manual_seed repeats it."""
    n = 23
    data, seed = _numbered(n), new_seed()
    loader = charger(data, 9, True)
    torch.manual_seed(seed)
    first, second = _order(loader), _order(loader)
    assert sorted(first) == list(range(n)), _(
        "with melanger=True some examples are missing, or come twice"
    )
    assert first != list(range(n)), _(
        "melanger=True: the examples come in the order of the dataset, they are not shuffled"
    )
    assert first != second, _(
        "the order is the same at every pass: shuffle when the loader is iterated, not once when "
        "it is made (a generator seeded at each pass does the same)"
    )
    for x, y in batches(loader):
        assert torch.equal(x[0, :, 0].long(), y), _(
            "x and y are not those of the same examples: shuffle them together"
        )
    torch.manual_seed(seed)
    again = _order(charger(data, 9, True))
    assert again == first, _(
        "after torch.manual_seed the order is not the same as the first time: shuffle with torch's "
        "global generator (shuffle=True), not with another one"
    )
    torch.manual_seed(seed + 1)
    assert _order(charger(data, 9, True)) != first, _(
        "another torch.manual_seed gives the same order: the shuffling has a seed of its own"
    )
