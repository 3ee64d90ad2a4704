"""Exercise 7: sauver and reprendre, as if nothing had been interrupted."""

import torch
from torch import nn

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.training.setting import (
    agree,
    examples,
    new_name,
    new_seed,
    trainable,
    values,
)

D, C, T = 9, 5, 3
PAST = [{"perte/train": 1.5, "perte/val": 1.25}, {"perte/train": 0.75, "perte/val": 1.0}]


@check
def test_model_and_history(sauver, reprendre, optimiseur, SansMemoire):
    """The network and the history come back as they were when they were saved."""
    for history in (PAST, []):
        name = new_name() + ".pt"
        model = trainable(SansMemoire(D, C))
        kept = values(model)
        sauver(name, model, optimiseur(model, "sgd", 0.1), history)
        trainable(model)  # it goes on learning, and is saved again
        sauver(new_name() + ".pt", model, optimiseur(model, "sgd", 0.1), [])
        other = trainable(SansMemoire(D, C))
        drawn = values(other)
        found = reprendre(name, other, optimiseur(other, "sgd", 0.1))
        assert not agree(values(other), drawn), _(
            "the network is as it was before reprendre: load_state_dict puts the values in, a "
            "variable that is bound anew inside the function does not"
        )
        assert not agree(values(other), values(model)), _(
            "the network is that of now, not that of when it was saved: write the values to the "
            "file, not a reference to the model"
        )
        assert agree(values(other), kept, 0.0), _("the parameters are not those that were saved")
        assert isinstance(found, list), _("reprendre must return the history, a list")
        assert found == history, _("the history that comes back is not the one that was saved")
        again = trainable(SansMemoire(D, C))
        reprendre(name, again, optimiseur(again, "sgd", 0.1))
        assert agree(values(again), kept, 0.0), _(
            "a second reprendre from the same file gives something else"
        )


@check
def test_optimizer(sauver, reprendre, entrainer_epoque, optimiseur, charger, SansMemoire):
    """Adam goes on with its averages and its step: the rest is as without interruption."""
    lr, clip, loss = 0.05, None, nn.NLLLoss()
    loader = charger(examples(20, T, D, C, scale=2.0), 6, False)
    model, name = trainable(SansMemoire(D, C)), new_name() + ".pt"
    optim = optimiseur(model, "adam", lr)
    for _epoch in range(2):
        entrainer_epoque(model, loader, loss, optim, clip)
    middle = values(model)
    sauver(name, model, optim, PAST)
    entrainer_epoque(model, loader, loss, optim, clip)
    expected = values(model)

    def resumed(lr, loads):
        other = trainable(SansMemoire(D, C))
        optim = optimiseur(other, "adam", lr)
        if loads:
            reprendre(name, other, optim)
        else:
            with torch.no_grad():
                for parameter, value in zip(other.parameters(), middle, strict=True):
                    parameter.copy_(value)
        entrainer_epoque(other, loader, loss, optim, clip)
        return values(other)

    got = resumed(lr, True)
    assert agree(got, expected) or not agree(got, resumed(lr, False)), _(
        "after reprendre Adam starts anew: its averages of past gradients are lost "
        "(optim.state_dict())"
    )
    assert agree(got, expected), _(
        "an epoch after reprendre does not lead where it leads without interruption"
    )
    assert agree(resumed(3 * lr, True), expected), _(
        "the step (lr) is not that of the optimiser that was saved: optim.load_state_dict brings "
        "it back with the rest"
    )


@check
def test_generator(sauver, reprendre, optimiseur, charger, SansMemoire):
    """The generator goes on where it was: the next shuffling is the one that would have come."""
    data = [(torch.full((T, D), float(i)), torch.tensor(i)) for i in range(31)]

    def order(loader):
        return [int(i) for _x, y in loader for i in y]

    model, name, seed = trainable(SansMemoire(D, C)), new_name() + ".pt", new_seed()
    optim, loader = optimiseur(model, "sgd", 0.1), charger(data, 4, True)
    torch.manual_seed(seed)
    first = order(loader)
    sauver(name, model, optim, PAST)
    expected = order(loader)
    torch.manual_seed(seed + 1)
    reprendre(name, model, optim)
    got = order(loader)
    assert got == expected or got != first, _(
        "the generator is set to a fixed seed: it should go on where it was when saved "
        "(torch.get_rng_state(), torch.set_rng_state())"
    )
    assert got == expected, _(
        "after reprendre the shuffling is not the one that would have come: the state of torch's "
        "generator was not saved, or not put back"
    )
