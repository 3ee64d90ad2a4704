"""Dropout on the inputs: what it does in each mode."""

import torch

from corrige.checks import close, differ
from corrige.checks import translate as _


def acts_on_inputs(build, name, x):
    """With dropout the modes differ, as zeroed inputs do; without, they do not.

    build: called with no argument, or with dropout=….
    """
    plain = build()
    plain.train()
    assert close(plain(x)[0], plain(x)[0]), _(
        "{name}: two calls in train mode differ although dropout is 0 by default"
    ).format(name=name)

    model = build(dropout=0.4)
    model.eval()
    still = model(x)[0]
    assert close(model(x)[0], still), _(
        "{name}: dropout goes on in eval mode; nn.Dropout stops by itself, F.dropout must be told "
        "(training=self.training)"
    ).format(name=name)
    model.train()
    assert differ(model(x)[0], model(x)[0]), _(
        "{name}: dropout=0.4 changes nothing in train mode"
    ).format(name=name)

    silent = build(dropout=1.0)
    silent.eval()
    nothing = silent(torch.zeros_like(x))
    assert differ(silent(x)[0], nothing[0]), _(
        "{name}: in eval mode with dropout=1 the input no longer counts"
    ).format(name=name)
    silent.train()
    for got, wanted in zip(silent(x), nothing, strict=True):
        assert close(got, wanted), _(
            "{name}: with dropout=1 in train mode every input is zeroed, and the result should be "
            "that of an input of zeros: apply nn.Dropout to `input`, nowhere else"
        ).format(name=name)
