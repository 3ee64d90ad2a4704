"""Exercise 6: the training loop, around the student's own network and loss."""

import math
import random

import torch
import torch.nn.functional as F

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_generation.statement import (
    DEBUT,
    FIN,
    LETTRES,
    N_ENTREES,
    N_SORTIES,
    inputs,
    targets,
    word,
)


def _network(Generateur, categories, hidden):
    model = Generateur(categories, N_ENTREES, hidden, N_SORTIES)
    model._corrige_may_change = True
    return model


def _numbers(losses, epochs):
    assert isinstance(losses, list | tuple), _("entrainer returns the list of mean losses")
    assert len(losses) == epochs, _(
        "entrainer returns {got} losses for {epochs} epochs: one an epoch was asked for"
    ).format(got=len(losses), epochs=epochs)
    for value in losses:
        assert isinstance(value, float), _(
            "the losses returned are numbers of Python's (loss.item()): tensors would keep the "
            "graph of each epoch in memory"
        )
    return list(losses)


def _mean(model, names):
    """Return the mean cross-entropy over the letters of `names`, all of one length."""
    categories = torch.tensor([category for category, _text in names])
    entrees = torch.tensor([inputs(text) for _category, text in names]).T
    cibles = torch.tensor([targets(text) for _category, text in names]).T
    scores, _hidden = model(categories, entrees)
    return F.cross_entropy(scores.flatten(0, 1), cibles.flatten())


def _twins(Generateur, categories, hidden):
    """Return a network, and a function that makes others with the weights it began with."""
    model = _network(Generateur, categories, hidden)
    start = {name: value.clone() for name, value in model.state_dict().items()}

    def anew():
        twin = _network(Generateur, categories, hidden)
        twin.load_state_dict(start)
        return twin

    return model, anew


def _adam(model, names, epochs, lr, zeroed=1):
    """Return the losses of `epochs` steps of Adam on all names at once.

    zeroed: after how many steps gradients are set to zero, 0 for never.
    The steps are written out: the first use of torch's optimizers imports for two seconds.
    """
    learning = list(model.parameters())
    first, second = ([torch.zeros_like(p) for p in learning] for _moment in range(2))
    losses = []
    for step in range(1, epochs + 1):
        if zeroed and (step - 1) % zeroed == 0:
            model.zero_grad()
        loss = _mean(model, names)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p, m, v in zip(learning, first, second, strict=True):
                if p.grad is None:
                    continue
                m.lerp_(p.grad, 0.1)
                v.lerp_(p.grad.square(), 0.001)
                p -= lr * (m / (1 - 0.9**step)) / ((v / (1 - 0.999**step)).sqrt() + 1e-8)
    return losses


def _near(found, expected):
    return all(math.isclose(a, b, rel_tol=2e-3) for a, b in zip(found, expected, strict=True))


@check
def test_steps_of_adam(entrainer, Generateur):
    """With all names in one batch, an epoch is one step of Adam, with the lr given."""
    names, epochs, lr = [(random.randrange(3), word(5)) for _name in range(6)], 7, 0.03
    model, anew = _twins(Generateur, 3, 9)
    found = _numbers(entrainer(model, names, epochs, len(names) + 2, lr), epochs)
    expected = _adam(anew(), names, epochs + 1, lr)
    assert not _near(found, [expected[0]] * epochs), _(
        "the loss stays where it was from epoch to epoch: no step is made (step, backward?)"
    )
    assert not _near(found, expected[1:]), _(
        "the losses are those after each step: the loss of an epoch is the one whose gradient is "
        "followed"
    )
    assert not _near(found, _adam(anew(), names, epochs, lr, zeroed=0)), _(
        "gradients pile up from step to step: zero_grad() is missing"
    )
    assert not _near(found, _adam(anew(), names, epochs, 1e-3)), _(
        "the lr given is ignored: Adam works with its default, 0.001"
    )
    assert _near(found, expected[:epochs]), _(
        "the losses are not those of Adam with the lr given, one step a batch: another optimizer, "
        "an option of its own, or a gradient changed on the way?"
    )
    after = _mean(model, names).item()
    assert math.isclose(after, expected[epochs], rel_tol=5e-3), _(
        "after the last epoch the network is not where its steps lead: is another network trained "
        "than the one given (a copy)?"
    )


@check
def test_one_step_a_batch(entrainer, Generateur):
    """With several batches an epoch, each makes one step of Adam, with its own gradient alone."""
    lr, batches, epochs = 0.03, 3, 3
    # Six times the same name: whatever their order, all batches are alike.
    name = (random.randrange(2), word(6))
    model, anew = _twins(Generateur, 2, 8)
    found = _numbers(entrainer(model, [name] * 2 * batches, epochs, 2, lr), epochs)

    def by_epoch(losses):
        return torch.tensor(losses).view(epochs, batches).mean(1).tolist()

    steps = _adam(anew(), [name], epochs * batches, lr)
    assert not _near(found, steps[:epochs]), _(
        "an epoch makes one step, whatever the number of batches: taille_lot is ignored, or step() "
        "stands outside the loop over the batches"
    )
    piled = _adam(anew(), [name], epochs * batches, lr, zeroed=batches)
    assert not _near(found, by_epoch(piled)), _(
        "gradients pile up from batch to batch within an epoch: zero_grad() comes before each "
        "backward, not once an epoch"
    )
    assert _near(found, by_epoch(steps)), _(
        "with several batches an epoch, the losses are not the means over steps of Adam, one a "
        "batch: is there one optimizer for the whole training, and one step a batch?"
    )


@check
def test_every_name_counts(entrainer, Generateur):
    """Each epoch goes over all names, the last batch too where it is smaller."""
    names = [(k, word(7)) for k in range(5)]
    model = _network(Generateur, 5, 8)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter))
        each = [_mean(model, [name]).item() for name in names]
    total = sum(each)
    # With lr = 0 nothing moves. The mean over the batches is taken for that over the names.
    means = [(total - one) / 4 for one in each]
    right = [total / 5, *((mean + one) / 2 for mean, one in zip(means, each, strict=True))]
    for value in _numbers(entrainer(model, names, 6, 4, 0.0), 6):
        assert not any(math.isclose(value, mean, rel_tol=1e-5) for mean in means), _(
            "the last batch, smaller than the others, is left out: 5 names in batches of 4 make "
            "two batches (drop_last, or len // taille_lot?)"
        )
        assert not any(math.isclose(value, one, rel_tol=1e-5) for one in each), _(
            "the loss returned is that of the last batch: the mean over the epoch was asked for"
        )
        assert not math.isclose(value, total, rel_tol=1e-5), _(
            "the losses of an epoch are added up: their mean was asked for"
        )
        assert any(math.isclose(value, mean, rel_tol=2e-4) for mean in right), _(
            "the loss of an epoch is not the mean over all names: each is seen once an epoch"
        )


@check
def test_shuffles(entrainer, Generateur):
    """The names come in a new order each time."""
    names = [(k % 2, word(4)) for k in range(21)]
    _model, anew = _twins(Generateur, 2, 6)
    results = [_numbers(entrainer(anew(), names, 3, 10, 0.05), 3) for _time in range(2)]
    assert results[0] != results[1], _(
        "two trainings from the same weights are equal to the last digit: the names are never "
        "shuffled (or a seed is set in entrainer)"
    )


@check
def test_learns_by_heart(entrainer, Generateur):
    """A network trained on one name a category says each of them, letter by letter."""
    names = list(enumerate(_winding() for _name in range(3)))
    model = _network(Generateur, 3, 24)
    losses = _numbers(entrainer(model, names, 45, 4, 0.05), 45)
    assert losses[0] > 4 * losses[-1], _(
        "the loss hardly falls on three names, 45 epochs of Adam: does the loss reach the network?"
    )
    for category, text in names:
        assert _greedy(model, category, len(text) + 1) == text, _(
            "after 45 epochs on three names the network does not know them by heart: begun with "
            "DEBUT and its own likeliest letters, it says something else"
        )


def _winding():
    """Return a word in which one letter comes three times: what follows it takes memory."""
    x, y, z, w = random.sample(LETTRES, 4)
    return x + y + x + z + w + x


@torch.no_grad()
def _greedy(model, category, longest):
    letter, hidden, text = DEBUT, None, ""
    for _step in range(longest):
        scores, hidden = model(torch.tensor([category]), torch.tensor([[letter]]), hidden)
        letter = int(scores[-1, 0].argmax())
        if letter == FIN:
            break
        text += LETTRES[letter]
    return text
