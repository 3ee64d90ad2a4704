"""Exercise 5: entrainer_epoque, one pass of zero_grad, backward, clip, step."""

import torch
from torch import nn

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.training.setting import (
    Recorder,
    agree,
    batches,
    examples,
    gradients,
    has_dropout,
    near,
    norm,
    number,
    recall,
    same_order,
    trainable,
    twin,
    values,
)

D, C, T = 9, 4, 3


def _setting(charger, SansMemoire, *, n=18, size=5, scale=1.0, dropout=0.0):
    """Return a loader in the order of its data, what it gives, and a network to train."""
    loader = charger(examples(n, T, D, C, scale=scale), size, False)
    return loader, batches(loader), trainable(SansMemoire(D, C, dropout))


def _descent(model, found, lr, *, reset=True, clip=None, steps=True, climb=False):
    """Return the parameters that SGD reaches from those of `model`.

    clip: called with the model between backward and step.
    """
    model = twin(model)
    model.train()
    optimiser = torch.optim.SGD(model.parameters(), lr, maximize=climb)
    for x, y in found:
        if reset:
            optimiser.zero_grad()
        gradients(model, x, y)
        if clip is not None:
            clip(model)
        if steps:
            optimiser.step()
    if not steps:
        optimiser.step()
    return values(model)


@check
def test_steps(entrainer_epoque, optimiseur, charger, SansMemoire):
    """One step down for each batch, each with the gradient of its own batch."""
    for lr in (0.3, 0.05):
        loader, found, model = _setting(charger, SansMemoire)
        start, before = twin(model), values(model)
        expected = _descent(start, found, lr)
        optim = optimiseur(model, "sgd", lr)
        same_order()
        entrainer_epoque(model, loader, nn.NLLLoss(), optim)
        got = values(model)
        if not agree(got, expected):
            _say_which_steps(got, start, found, lr)
        # Gradients that others left behind must not count either.
        with torch.no_grad():
            for parameter, value in zip(model.parameters(), before, strict=True):
                parameter.copy_(value)
                parameter.grad = torch.ones_like(parameter)
        same_order()
        entrainer_epoque(model, loader, nn.NLLLoss(), optim)
        assert agree(values(model), expected), _(
            "gradients left from before the epoch count in its first step: zero_grad comes before "
            "each backward, the first one too"
        )


def _say_which_steps(got, start, found, lr):
    assert not agree(got, values(start), 1e-6), _(
        "the parameters have not moved: backward, then optim.step()"
    )
    for other, says in (
        (
            _descent(start, found, lr, reset=False),
            _(
                "the gradients of earlier batches are still there: backward adds to them, "
                "optim.zero_grad() goes before each one"
            ),
        ),
        (
            _descent(start, found, lr, reset=False, steps=False),
            _("one step for the whole epoch: optim.step() belongs inside the loop"),
        ),
        (
            _descent(start, found[-1:], lr),
            _("only the last batch has moved the parameters"),
        ),
        (
            _descent(start, found[:1], lr),
            _("only the first batch has moved the parameters: return inside the loop?"),
        ),
        (
            _descent(start, found, lr, climb=True),
            _("the parameters climb the loss: its sign is wrong"),
        ),
        (_descent(start, [*found, *found], lr), _("the loader is gone through twice")),
    ):
        assert not agree(got, other), says
    raise AssertionError(
        _(
            "the parameters are not those of one step of the optimiser for each batch, with the "
            "gradient of that batch's loss"
        )
    )


@check
def test_clipping(entrainer_epoque, optimiseur, charger, SansMemoire):
    """Clipped to the norm asked for, between backward and step, and only where it is exceeded."""
    for part in ("all", "some", "none"):
        lr = 0.02
        loader, found, model = _setting(charger, SansMemoire, n=14, scale=3.0)
        start = twin(model)
        norms = _Norms()
        unclipped = _descent(start, found, lr, clip=norms)
        low, high = min(norms.found), max(norms.found)
        clip = {"all": low / 3, "some": (low + high) / 2, "none": 3 * high}[part]
        expected = _descent(start, found, lr, clip=_ByNorm(clip))
        optim = optimiseur(model, "sgd", lr)
        same_order()
        entrainer_epoque(model, loader, nn.NLLLoss(), optim, clip)
        got = values(model)
        if agree(got, expected, 1e-5):
            continue
        assert not agree(got, unclipped, 1e-5), _(
            "the steps are those of the unclipped gradient: clip between backward (before it there "
            "is nothing to clip) and step (after it, it is too late)"
        )
        for says, other in (
            (
                _(
                    "each parameter is clipped on its own: the norm is that of all gradients "
                    "together (clip_grad_norm_(model.parameters(), clip))"
                ),
                _Each(clip),
            ),
            (
                _(
                    "every number of the gradient is cut off at clip (clip_grad_value_): the norm "
                    "was to be clipped, which keeps the direction"
                ),
                _ByValue(clip),
            ),
            (
                _("gradients shorter than clip are made longer: they are to be left as they are"),
                _ByNorm(clip, always=True),
            ),
            (
                _("the gradient is clipped to 1 whatever clip is: pass clip on"),
                _ByNorm(1.0),
            ),
        ):
            assert not agree(got, _descent(start, found, lr, clip=other), 1e-5), says
        raise AssertionError(
            _("the steps are not those of a gradient whose norm is clipped to clip")
        )


class _Norms:
    def __init__(self):
        self.found = []

    def __call__(self, model):
        self.found.append(norm(model))


class _ByNorm:
    def __init__(self, clip, *, always=False):
        self.clip, self.always = clip, always

    def __call__(self, model):
        length = norm(model)
        if self.always or length > self.clip:
            for parameter in model.parameters():
                parameter.grad.mul_(self.clip / length)


class _Each:
    def __init__(self, clip):
        self.clip = clip

    def __call__(self, model):
        for parameter in model.parameters():
            nn.utils.clip_grad_norm_([parameter], self.clip)


class _ByValue(_Each):
    def __call__(self, model):
        nn.utils.clip_grad_value_(model.parameters(), self.clip)


@check
def test_train_mode(entrainer_epoque, optimiseur, charger, SansMemoire):
    """The network learns in train mode, even if it comes in eval mode."""
    loader, found, model = _setting(charger, SansMemoire, n=40, size=8, dropout=0.5)
    has_dropout(twin(model), found[0][0])
    model.eval()
    still = [model(x)[0] for x, _y in found]
    loss = Recorder()
    optim = optimiseur(model, "sgd", 0.0)
    for _pass in range(2):
        entrainer_epoque(model, loader, loss, optim)
    assert len(loss.given) == 2 * len(found), _(
        "loss was called {got} times for {wanted} batches: once a batch, on the output of the "
        "network"
    ).format(got=len(loss.given), wanted=2 * len(found))
    same = [torch.equal(a, b) for a, b in zip(loss.given, still * 2, strict=True)]
    assert not all(same[: len(found)]), _(
        "the network has stayed in eval mode, its dropout did nothing: model.train() belongs at "
        "the start of entrainer_epoque, since evaluer leaves eval mode behind"
    )
    assert not any(same), _(
        "the network goes back to eval mode in the middle of the epoch: all batches are for "
        "learning"
    )


@check
def test_mean_loss(entrainer_epoque, optimiseur, charger, SansMemoire):
    """What is returned is the epoch's mean loss an example, a number."""
    for n, size in ((13, 6), (9, 4)):
        loader, found, model = _setting(charger, SansMemoire, n=n, size=size, scale=2.0)
        reference = twin(model)
        optimiser = torch.optim.SGD(reference.parameters(), 0.2)
        losses, sizes = [], []
        for x, y in found:
            optimiser.zero_grad()
            losses.append(gradients(reference, x, y))
            sizes.append(len(y))
            optimiser.step()
        weighted = [loss * size for loss, size in zip(losses, sizes, strict=True)]
        same_order()
        got = entrainer_epoque(model, loader, nn.NLLLoss(), optimiseur(model, "sgd", 0.2))
        got = number(got, _("the result of entrainer_epoque"))
        expected = sum(weighted) / sum(sizes)
        if near(got, expected):
            continue
        for other, says in (
            (
                sum(losses) / len(losses),
                _(
                    "the mean of the batches' losses counts the examples of a small last batch "
                    "more than others: weigh each loss with the size of its batch"
                ),
            ),
            (losses[-1], _("the loss of the last batch was returned, the epoch's was asked for")),
            (sum(losses), _("the losses were added up: the mean was asked for")),
            (sum(weighted), _("the losses were added up: divide by the number of examples")),
            (
                sum(losses) / sum(sizes),
                _(
                    "losses that are means already were divided by the number of examples: "
                    "multiply each with the size of its batch first"
                ),
            ),
        ):
            assert not near(got, other), says
        raise AssertionError(
            _("the value returned is not the mean loss an example of the epoch's batches")
        )


@check
def test_learns_to_recall(entrainer_epoque, optimiseur, charger, construire):
    """In a few epochs a recurrent network learns to give the first symbol back."""
    K, steps = 3, 5
    loader = charger(recall(60, steps, K), 12, True)
    for _try in range(2):  # one network in hundreds begins where it learns slowly
        model = construire("v3", K, 12, K)
        model._corrige_may_change = True
        optim = optimiseur(model, "adam", 0.03)
        for _epoch in range(25):
            found = number(entrainer_epoque(model, loader, nn.NLLLoss(), optim, 5.0), "loss")
            if found < 0.2:
                break
        if found < 0.5:
            return
    raise AssertionError(
        _(
            "after 25 epochs the loss on the recall task is {loss:.2f}, chance is 1.10: either "
            "the loop does not descend, or the network forgets the first symbol"
        ).format(loss=found)
    )
