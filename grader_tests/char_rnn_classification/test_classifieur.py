"""Exercise 5: `Classifieur`, raw scores from what was read up to the last true letter."""

import random

import torch
import torch.nn.functional as F

from corrige.checks import check, close, differ
from corrige.checks import translate as _

T, B, D, H, C = 7, 6, 9, 11, 4


def _model(Classifieur, d=D, h=H, c=C):
    model = Classifieur(d, h, c)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) / 2)
    model.eval()
    return model


def _names(steps=T, count=B, d=D):
    """Return a batch of names at least 3 letters long; the longest is neither first nor last."""
    lengths = [random.randint(3, steps - 1) for _name in range(count)]
    lengths[count // 2] = steps
    lengths[0] = min(lengths[0], steps - 2)
    lengths[-1] = min(lengths[-1], steps - 1)
    lengths = torch.tensor(lengths)
    x = torch.randn(steps, count, d)
    x[torch.arange(steps)[:, None] >= lengths] = 0
    return x, lengths


def _scores(model, x, lengths):
    try:
        scores = model(x, lengths)
    except RuntimeError:
        raise AssertionError(
            _(
                "the network raises on names in no particular order of length, or on sizes it was "
                "not written for: pack_padded_sequence wants enforce_sorted=False, and read the "
                "numbers of letters, of names and of units from the arguments"
            )
        ) from None
    assert isinstance(scores, torch.Tensor), _(
        "forward returns the scores alone, one tensor; got {got}"
    ).format(got=type(scores).__name__)
    return scores


@check
def test_sizes(Classifieur):
    """A batch (T, B, D) with its lengths gives scores (B, C), for any sizes."""
    for steps, count, d, h, c in (
        (8, 5, 7, 9, 4),
        (6, 3, 9, 5, 11),
        (5, 1, 7, 6, 3),
        (1, 4, 5, 7, 6),
    ):
        model = _model(Classifieur, d, h, c)
        x = torch.randn(steps, count, d)
        lengths = torch.randint(1, steps + 1, (count,))
        lengths[count // 2] = steps
        scores = _scores(model, x, lengths)
        assert scores.shape != (steps, count, c) or steps == 1, _(
            "scores come at every step: one vector of scores a name is expected, (B, C)"
        )
        assert scores.shape == (count, c), _("scores of size {got} instead of ({B}, {C})").format(
            got=tuple(scores.shape), B=count, C=c
        )
    small, large = (_model(Classifieur, h=h).parameters() for h in (6, 13))
    numbers = sum(p.numel() for p in small), sum(p.numel() for p in large)
    assert not numbers[0] or numbers[0] != numbers[1], _(
        "the layers have the same sizes whatever n_etat is: a number written by hand?"
    )


@check
def test_padding_changes_nothing(Classifieur):
    """A name gets the same scores alone, in a batch with longer ones, and with more padding."""
    model = _model(Classifieur)
    x, lengths = _names()
    scores = _scores(model, x, lengths)
    whole = _scores(model, x, torch.full_like(lengths, T))
    for b, n in enumerate(lengths.tolist()):
        alone = _scores(model, x[:n, b : b + 1], lengths[b : b + 1])
        assert n == T or close(scores[b : b + 1], alone) or not close(scores[b], whole[b]), _(
            "the state is read at the last step of the batch, after the padding: longueurs plays "
            "no part, and a name's scores depend on how long its neighbours are"
        )
        assert close(scores[b : b + 1], alone), _(
            "a name does not get the same scores alone and in a batch with longer names: the state "
            "must be read at its last true letter, longueurs[b] - 1"
        )
    padded = torch.cat([x, torch.zeros(2, B, D)])
    assert close(_scores(model, padded, lengths), scores), _(
        "two more steps of padding change the scores"
    )
    filled = x.clone()
    rest = torch.arange(T)[:, None] >= lengths
    filled[rest] = torch.randn(int(rest.sum()), D)
    assert close(_scores(model, filled, lengths), scores), _(
        "what stands in the padding has an influence on the scores: it must not be read (a network "
        "that reads backwards meets it first, unless the batch is packed)"
    )


@check
def test_batch_order(Classifieur):
    """The order of the names in the batch is of no importance, nor is who else is there."""
    model = _model(Classifieur)
    x, lengths = _names()
    scores = _scores(model, x, lengths)
    order = torch.roll(torch.randperm(B), 1)
    moved = _scores(model, x[:, order], lengths[order])
    same = close(moved[moved[:, 0].argsort()], scores[scores[:, 0].argsort()])
    assert close(moved, scores[order]) or not same, _(
        "the scores come in another order than the names: a batch that is sorted by length must be "
        "put back in its first order"
    )
    assert close(moved, scores[order]), _(
        "the same names in another order do not get the same scores: a name's scores depend on its "
        "place in the batch"
    )
    others, _lengths = x.clone(), lengths
    others[:3, 1:] = torch.randn(3, B - 1, D)
    assert close(_scores(model, others, lengths)[:1], scores[:1]), _(
        "the other names of the batch change the scores of the first one (a mean or a "
        "normalisation over the batch, or a loop over the wrong axis?)"
    )


@check
def test_reads_every_letter(Classifieur):
    """The scores depend on each letter, from the first to the last, and on their order."""
    model = _model(Classifieur)
    x, lengths = _names()
    scores = _scores(model, x, lengths)
    names = torch.arange(B)
    for place, why in (
        (
            lengths - 1,
            _("the last letter plays no part: the state is read one step too early, or elsewhere"),
        ),
        (
            torch.zeros_like(lengths),
            _("the first letter plays no part: is the state carried from step to step?"),
        ),
        (lengths // 2, _("letters in the middle of the name play no part")),
    ):
        changed = x.clone()
        changed[place, names] = 2 * torch.randn(B, D)
        other = _scores(model, changed, lengths)
        assert all(map(differ, other, scores)), why
    swapped = x.clone()
    swapped[0], swapped[1] = x[1], x[0]
    assert differ(_scores(model, swapped, lengths), scores), _(
        "the order of the letters plays no part: this is a bag of letters, not a recurrent network"
    )


@check
def test_raw_scores(Classifieur):
    """The scores are raw: cross_entropy normalises them itself."""
    x, lengths = _names(count=40)
    scores = _scores(_model(Classifieur), x, lengths)
    ones = torch.ones(40)
    assert not close(scores.exp().sum(1), ones), _(
        "the scores are log-probabilities already: cross_entropy applies log_softmax itself, it "
        "wants raw scores"
    )
    assert not (close(scores.sum(1), ones) and bool((scores >= 0).all())), _(
        "the scores are probabilities: after a softmax, cross_entropy normalises a second time and "
        "learns badly; it wants raw scores"
    )
    assert not bool((scores >= 0).all()), _(
        "no score is ever negative: an activation (relu, sigmoid) stands behind the last layer; "
        "raw scores were asked for"
    )
    assert scores.abs().max() > 1 + 1e-5, _(
        "no score is ever larger than 1: an activation (tanh) stands behind the last layer; raw "
        "scores were asked for"
    )


@check
def test_learns(Classifieur):
    """Every weight gets a gradient, and it flows back to the first letter."""
    model = _model(Classifieur)
    x, lengths = _names()
    x.requires_grad_()
    F.cross_entropy(_scores(model, x, lengths), torch.arange(B) % C).backward()
    parameters = dict(model.named_parameters())
    assert sum(p.numel() for p in parameters.values()) >= H * (D + H) + H * C, _(
        "layers are missing from model.parameters(): they must be attributes set in __init__"
    )
    largest = {n: 0.0 if p.grad is None else p.grad.abs().max() for n, p in parameters.items()}
    idle = [n for n, size in largest.items() if not size > 1e-6 * max(largest.values())]
    assert not idle, _("parameters that get no gradient from the loss: {names}").format(
        names=", ".join(idle)
    )
    assert x.grad is not None and x.grad[0].any(1).all(), _(
        "the gradient does not flow back to the first letter of each name: the graph is cut "
        "(detach, .data or no_grad?)"
    )
