"""What the checks of the loop have in common: data, a network to train, and a loop of their own.

The networks, loaders and optimisers are made by the student's functions, so that the student's loop
can do with them whatever it likes; what they should become is computed here.
"""

import copy

import torch
from torch import nn

from corrige.checks import translate as _


def examples(n, T, D, C, *, scale=1.0):
    """Return n sequences (T, D) with a class each, as a list: a dataset to any loader."""
    x, y = torch.randn(n, T, D) * scale, torch.randint(C, (n,))
    return list(zip(x, y, strict=True))


def recall(n, T, K):
    """Return n sequences of symbols, one-hot, with the first symbol for a class."""
    symbols = torch.randint(K, (n, T))
    return list(zip(nn.functional.one_hot(symbols, K).float(), symbols[:, 0], strict=True))


def new_seed():
    return int(torch.randint(2**31, ()))


def new_name():
    """Return the name of a file or folder that is not there yet."""
    return f"cache_{new_seed():08x}"


def trainable(model):
    """Draw the parameters of a student's model, which the student's loop may change from now on."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) / 2)
    model._corrige_may_change = True
    return model


def same_order():
    """Have loaders that shuffle, wrongly or not, do it as in `batches`."""
    torch.manual_seed(0)


def batches(loader):
    """Return what the loader gives, in the order that comes after `same_order` too."""
    same_order()
    found = [(x, y) for x, y in loader]
    assert found, _("the loader gives no batch: mend exercise 2 first")
    return found


def twin(model):
    """Return a copy of a student's model, for the check's own loop."""
    return copy.deepcopy(model)


def values(model):
    return [parameter.detach().clone() for parameter in model.parameters()]


def gradients(model, x, y):
    """Return the loss of a batch, its gradient left in the parameters of `model`."""
    loss = nn.functional.nll_loss(model(x)[0], y)
    loss.backward()
    return loss.item()


def norm(model):
    return float(torch.stack([p.grad.norm() for p in model.parameters()]).norm())


def agree(some, others, tolerance=1e-4):
    """Whether two lists of tensors agree up to the rounding that some steps of training gather."""
    return all(
        a.shape == b.shape and torch.allclose(a, b, rtol=tolerance, atol=tolerance)
        for a, b in zip(some, others, strict=True)
    )


def number(value, what):
    """Return a student's result as a float, where it is a number."""
    if isinstance(value, torch.Tensor) and value.dim() == 0:
        assert not value.requires_grad, _(
            "{what} still holds the graph it was computed from: loss.item() gives the number alone"
        ).format(what=what)
        value = value.item()
    assert isinstance(value, int | float) and not isinstance(value, bool), _(
        "{what} should be a number, not a {kind}"
    ).format(what=what, kind=type(value).__name__)
    return float(value)


def near(a, b, tolerance=1e-4):
    return abs(a - b) <= tolerance * (1 + abs(b))


class Recorder(nn.NLLLoss):
    """A loss that notes what it was given, and whether gradients were being recorded."""

    def __init__(self):
        super().__init__()
        self.given, self.recording = [], []

    def forward(self, input, target):
        self.given.append(input.detach().clone())
        self.recording.append(torch.is_grad_enabled())
        return super().forward(input, target)


def has_dropout(model, x):
    """The model tells the modes apart, without which no check can."""
    model.eval()
    still = model(x)[0]
    model.train()
    assert not torch.equal(model(x)[0], still), _(
        "SansMemoire(D, C, dropout) gives the same in both modes: mend exercise 3 first"
    )
