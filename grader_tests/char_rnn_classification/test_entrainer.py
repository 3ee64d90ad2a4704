"""Exercise 6: `entrainer`, the loop over epochs and batches."""

import copy
import random
import string

import torch
import torch.nn.functional as F

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import WIDTH, batch, listed, words


def _model(Classifieur, classes, states=11):
    model = Classifieur(WIDTH, states, classes)
    model._corrige_may_change = True
    return model


def _history(entrainer, model, names, targets, epochs, lr, size):
    history = entrainer(model, names, targets, epoques=epochs, lr=lr, taille_batch=size)
    assert history is not None, _("entrainer returns nothing: the history of the loss was expected")
    assert not any(isinstance(v, torch.Tensor) and v.requires_grad for v in history), _(
        "the history keeps losses with their graph, which stays in memory: .item() gives the number"
    )
    history = listed(history)
    batches = -(-len(names) // size)
    assert len(history) != epochs * batches or batches == 1, _(
        "the history holds one value a batch: one an epoch was asked for"
    )
    assert len(history) == epochs, _(
        "the history holds {got} values for {epochs} epochs: one an epoch was asked for"
    ).format(got=len(history), epochs=epochs)
    assert all(isinstance(value, int | float) for value in history), _(
        "the history holds numbers, one an epoch"
    )
    return history


def _order_matters(count):
    """Return names and targets: two letters are in each name, and only which comes first tells.

    They are neither first nor last, so that no single letter tells anything.
    """
    one, other, *rest = random.sample(string.ascii_lowercase, 5)
    names = []
    for i in range(count):
        first, second = (one, other) if i % 2 else (other, one)
        before, between = random.choice((1, 1, 2)), random.choice((0, 0, 1))
        letters = random.choices(rest, k=before + between + 1)
        letters[before + between : before + between] = [second]
        letters[before:before] = [first]
        names.append("".join(letters))
    return names, [i % 2 for i in range(count)]


@check
def test_history(entrainer, Classifieur):
    """The history is the mean loss a name, one value an epoch, over all names."""
    names = words(22, 6, 6)  # of one length: padding is judged elsewhere
    targets = [random.randrange(4) for _name in names]
    model = _model(Classifieur, 4)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter))
    losses = F.cross_entropy(model(*batch(names)), torch.tensor(targets), reduction="none")
    history = _history(entrainer, model, names, targets, 3, 0.0, 7)
    wanted = losses.mean().item()

    def near(value):
        return all(abs(found - value) < 2e-3 * (1 + abs(value)) for found in history)

    assert not near(losses.sum().item()), _(
        "the history holds the sum of the losses of all names: divide by their number"
    )
    assert near(wanted) or (not near(wanted * 22 / 4) and not near(wanted * 22 / 7)), _(
        "the losses are added up with the size of their batch, but not divided by the number of "
        "names"
    )
    # With lr = 0 nothing changes, so that each epoch must find the same mean.
    assert near(wanted) or max(history) - min(history) < 2e-3, _(
        "the mean loss changes from epoch to epoch where nothing is learnt (lr = 0): does each "
        "name come with its own target? The last batch, smaller than the others, must neither be "
        "left out nor count as much as they do: weigh each batch's loss by its size"
    )
    assert near(wanted), _(
        "the history is not the mean of the losses of all names under the model that was given: "
        "does each name come with its own target, and each once an epoch?"
    )


@check
def test_steps(entrainer, Classifieur):
    """Each batch makes one step of Adam, down the gradient of its own loss."""
    names = words(19, 5, 5)
    targets = [i % 3 for i in range(len(names))]
    model = _model(Classifieur, 3)
    clean, summed = (_with_adam(copy.deepcopy(model), names, targets, z) for z in (True, False))
    history = _history(entrainer, model, names, targets, len(clean), 0.05, 64)

    def near(other):
        return all(abs(a - b) < 0.02 * (1 + b) for a, b in zip(history, other, strict=True))

    assert max(history) - min(history) > 1e-4, _(
        "the loss stays the same: the weights do not move (backward and step for each batch, on "
        "the parameters of the model that was given?)"
    )
    assert history[-1] < history[0], _("the loss rises from epoch to epoch")
    assert near(clean) or not near(summed), _(
        "the gradients of earlier batches are still there: zero_grad() before each backward"
    )
    assert near(clean), _(
        "the loss does not fall as with Adam (lr as given, all else by default): is the learning "
        "rate used, is the loss the mean cross entropy of the raw scores?"
    )
    before = [p.detach().clone() for p in model.parameters()]
    _history(entrainer, model, names, [1] * len(names), 1, 0.05, 3)
    moved = max(
        (p.detach() - q).abs().max().item() for p, q in zip(model.parameters(), before, strict=True)
    )
    assert moved > 0.1, _(
        "there is one step an epoch: optimiser.step() belongs in the loop over the batches, whose "
        "size is taille_batch"
    )


def _with_adam(model, names, targets, clear):
    """Return the losses of some epochs, all names in one batch, as the statement asks for them."""
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    x, y, losses = batch(names), torch.tensor(targets), []
    for _epoch in range(9):
        loss = F.cross_entropy(model(*x), y)
        if clear:
            optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


@check
def test_shuffles(entrainer, Classifieur):
    """The batches are others at each epoch: the order of the names is drawn anew."""
    names = words(22, 3, 8)
    targets = [3 * i // len(names) for i in range(len(names))]
    model, seen = _model(Classifieur, 3), []
    model.register_forward_hook(lambda _model, _given, scores: seen.append(scores.detach()))
    _history(entrainer, model, names, targets, 3, 0.0, 6)
    # What is called besides, to measure, comes once an epoch as well.
    period = len(seen) // 3
    turns = [sorted(map(tuple, scores.round(decimals=4).tolist())) for scores in seen]
    assert period, _("the network is never called on a batch")
    assert max(map(len, turns)) < len(names) or min(map(len, turns)) < len(names), _(
        "all names are in one batch: cut them into batches of taille_batch"
    )
    assert any(turns[k] != turns[k + period] for k in range(2 * period)), _(
        "the batches are the same at each epoch, in the order of the list, one language after "
        "another: draw the order anew at each epoch (torch.randperm)"
    )


@check
def test_defaults(entrainer, Classifieur):
    """Without options: 20 epochs, lr = 0.01, batches of 32."""
    names, seen = words(33, 5, 5), []
    targets = [i % 3 for i in range(len(names))]
    model = _model(Classifieur, 3)
    twins = [copy.deepcopy(model) for _twin in range(2)]
    model.register_forward_hook(lambda _model, _given, scores: seen.append(len(scores)))
    assert len(listed(entrainer(model, names, targets))) == 20, _(
        "without epoques there must be 20 epochs"
    )
    assert 32 in seen, _("without taille_batch there must be 32 names in a batch")
    for twin in twins:
        twin._corrige_may_change = True
    implied = listed(entrainer(twins[0], names[:29], targets[:29], epoques=6))
    given = listed(entrainer(twins[1], names[:29], targets[:29], epoques=6, lr=0.01))
    assert all(abs(a - b) < 5e-3 for a, b in zip(implied, given, strict=True)), _(
        "without lr it must be 0.01"
    )


@check
def test_learns_order(entrainer, Classifieur):
    """Two languages that differ by the order of letters alone are told apart, on new names too."""
    names, targets = _order_matters(180)
    model = _model(Classifieur, 2, states=20)
    _history(entrainer, model, names[:80], targets[:80], 12, 0.03, 16)
    with torch.no_grad():
        found = model(*batch(names[80:])).argmax(1)
    right = (found == torch.tensor(targets[80:])).float().mean().item()
    # A bag of letters, the last letter or no training find one name out of two.
    assert right > 0.8, _(
        "after training, {right:.0%} of new names get the right language out of two, which differ "
        "by the order of their letters; chance gives 50 %: does the state carry the letters, and "
        "are the weights trained?"
    ).format(right=right)
