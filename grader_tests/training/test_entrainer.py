"""Exercise 8: entrainer, the whole of it."""

import torch
from torch import nn

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.training.journal import scalars
from grader_tests.training.setting import (
    agree,
    examples,
    near,
    new_name,
    new_seed,
    same_order,
    trainable,
    twin,
    values,
)

D, C, T = 9, 3, 2
TAGS = ("exactitude/val", "perte/train", "perte/val")
CLIP = 2.0


def _loaders(charger, shuffled=False):
    train = charger(examples(14, T, D, C, scale=2.0), 4, shuffled)
    return train, charger(examples(10, T, D, C, scale=2.0), 6, False)


def _has_measures(history, epochs):
    assert isinstance(history, list) and all(isinstance(row, dict) for row in history), _(
        "the history must be a list of dictionaries, one an epoch"
    )
    assert len(history) == epochs, _(
        "the history has {found} epochs, {epochs} were expected"
    ).format(found=len(history), epochs=epochs)
    for row in history:
        assert sorted(row) == list(TAGS), _(
            "an epoch of the history has the keys {found}; {wanted} were asked for"
        ).format(found=", ".join(sorted(map(str, row))), wanted=", ".join(TAGS))


@check
def test_history(entrainer, entrainer_epoque, evaluer, optimiseur, charger, SansMemoire):
    """The history has the measures of each epoch; only the loader for training teaches."""
    epochs, lr, loss = 4, 0.1, nn.NLLLoss()
    train, val = _loaders(charger)
    model = trainable(SansMemoire(D, C))
    other = twin(model)
    other._corrige_may_change = True
    optim = optimiseur(other, "adam", lr)
    measures = [(0.0, *evaluer(other, val, loss))]
    same_order()
    for _epoch in range(epochs):
        learnt = entrainer_epoque(other, train, loss, optim, CLIP)
        measures.append((learnt, *evaluer(other, val, loss)))
    folder, optim = new_name(), optimiseur(model, "adam", lr)
    same_order()
    history = entrainer(model, optim, train, val, loss, epochs, CLIP, folder)
    _has_measures(history, epochs)
    for i, row in enumerate(history):
        train_loss, val_loss, accuracy = measures[i + 1]
        got = row["perte/val"]
        assert near(got, val_loss) or not near(got, train_loss), _(
            '"perte/val" is the loss for training: evaluer(model, val, loss) gives the other'
        )
        assert near(got, val_loss) or not near(got, measures[i][1]), _(
            "val is measured before the epoch: measure what the epoch has led to, after it"
        )
        assert near(row["perte/train"], train_loss), _(
            '"perte/train" is not what entrainer_epoque returns on train (with clip)'
        )
        assert near(got, val_loss), _('"perte/val" is not what evaluer finds on val')
        assert near(row["exactitude/val"], accuracy), _(
            '"exactitude/val" is not the accuracy that evaluer finds on val'
        )
    assert agree(values(model), values(other)), _(
        "the network is not the one that epochs on train alone lead to: was it trained on val, or "
        "put back to another state at the end?"
    )


@check
def test_event_files(entrainer, fichiers, optimiseur, charger, SansMemoire):
    """TensorBoard reads the three measures, one value an epoch, at 1, 2, 3, …"""
    for epochs in (4, 2):
        train, val = _loaders(charger)
        model, folder = trainable(SansMemoire(D, C)), new_name()
        optim = optimiseur(model, "sgd", 0.1)
        history = entrainer(model, optim, train, val, nn.NLLLoss(), epochs, CLIP, folder)
        _has_measures(history, epochs)
        found = scalars(fichiers(folder))
        assert found, _(
            "the event files hold no measure: is the SummaryWriter closed before the function "
            "returns?"
        )
        assert sorted(found) == list(TAGS), _(
            "TensorBoard finds {found}; {wanted} were asked for"
        ).format(found=", ".join(sorted(found)), wanted=", ".join(TAGS))
        for tag in TAGS:
            steps = [step for step, _value in found[tag]]
            assert len(steps) == epochs, _(
                '"{tag}": {found} values for {epochs} epochs, one an epoch was expected'
            ).format(tag=tag, found=len(steps), epochs=epochs)
            assert steps == list(range(1, epochs + 1)), _(
                '"{tag}": the steps are {found}; the numbers of the epochs were expected, '
                "1, 2, 3, … (the third argument of add_scalar)"
            ).format(tag=tag, found=steps)
            for (_step, value), row in zip(found[tag], history, strict=True):
                assert near(value, row[tag]), _(
                    '"{tag}": the values of the event files are not those of the history'
                ).format(tag=tag)


@check
def test_best(entrainer, reprendre, evaluer, optimiseur, charger, SansMemoire):
    """`meilleur.pt` is the network of the epoch whose loss on val is the smallest."""
    epochs = 6
    for _try in range(20):
        train, val, model, optim, folder = _restless(optimiseur, charger, SansMemoire)
        history = entrainer(model, optim, train, val, nn.NLLLoss(), epochs, CLIP, folder)
        _has_measures(history, epochs)
        losses, best = _val(history)
        if _is_telling(history, best + 1) and best < epochs - 1:
            break
    found, kept = _best(reprendre, evaluer, optimiseur, SansMemoire, folder, val)
    if near(kept, losses[best]):
        assert len(found) == best + 1, _(
            "the history in meilleur.pt has {found} epochs, {wanted} were done when it was written"
        ).format(found=len(found), wanted=best + 1)
        return
    assert not near(kept, losses[-1]), _(
        "meilleur.pt holds the last epoch: write it only where the loss on val is smaller than "
        "at every epoch before"
    )
    assert not any(near(kept, loss) for loss in losses), _(
        'meilleur.pt is the network of another epoch than that of the smallest "perte/val": '
        "compare with the best of all epochs, on val"
    )
    raise AssertionError(
        _('meilleur.pt is not the network of the epoch of the smallest "perte/val"')
    )


def _restless(optimiseur, charger, SansMemoire):
    """Return loaders, a network, an optimiser and a folder for losses that rise and fall."""
    train = charger(examples(14, T, D, C, scale=2.0), 4, True)
    val = charger(examples(7, T, D, C, scale=2.0), 4, False)
    model = trainable(SansMemoire(D, C))
    return train, val, model, optimiseur(model, "sgd", 1.0), new_name()


def _val(history):
    """Return the losses on val, and the epoch of the smallest."""
    losses = [row["perte/val"] for row in history]
    return losses, losses.index(min(losses))


def _is_telling(history, later):
    """Whether mistaken ways to find the best epoch find one from `later` on: what was trained best,
    or what is better than the epoch before."""
    losses, best = _val(history)
    learnt = [row["perte/train"] for row in history]
    return (
        best < later
        and all(loss > losses[best] + 0.02 for e, loss in enumerate(losses) if e != best)
        and learnt.index(min(learnt)) >= later
        and any(losses[e] < losses[e - 1] for e in range(later, len(losses)))
    )


def _best(reprendre, evaluer, optimiseur, SansMemoire, folder, val):
    """Return the history in `meilleur.pt`, and the loss on val of the network in it."""
    other = trainable(SansMemoire(D, C))
    history = reprendre(f"{folder}/meilleur.pt", other, optimiseur(other, "sgd", 1.0))
    return history, evaluer(other, val, nn.NLLLoss())[0]


@check
def test_resume(entrainer, fichiers, optimiseur, charger, SansMemoire):
    """Interrupted and resumed, or in one go: the same network, history and event files."""
    epochs, lr, loss, seed = 5, 0.1, nn.NLLLoss(), new_seed()
    train, val = _loaders(charger, shuffled=True)
    model = trainable(SansMemoire(D, C, 0.3))
    start = values(model)

    def begun(folder, epochs):
        with torch.no_grad():
            for parameter, value in zip(model.parameters(), start, strict=True):
                parameter.copy_(value)
        optim = optimiseur(model, "adam", lr)
        torch.manual_seed(seed)
        return entrainer(model, optim, train, val, loss, epochs, CLIP, folder)

    whole = begun(new_name(), epochs)
    expected = values(model)
    folder = new_name()
    begun(folder, 3)
    half = values(model)
    other = trainable(SansMemoire(D, C, 0.3))
    torch.manual_seed(seed + 1)
    resumed = entrainer(
        other, optimiseur(other, "adam", lr), train, val, loss, epochs, CLIP, folder
    )
    assert len(resumed) != epochs - 3, _(
        "the history holds the epochs after the interruption alone: the ones before are in "
        "dernier.pt"
    )
    assert len(resumed) != epochs + 3, _(
        "{epochs} more epochs were done after the interruption: epoques counts those before too"
    ).format(epochs=epochs)
    _has_measures(resumed, epochs)
    assert not agree(values(other), half), _("after the interruption nothing was learnt any more")
    assert agree(values(other), expected), _(
        "interrupted and resumed, the network is not the one that training in one go gives: does "
        "entrainer resume from dernier.pt, saved at the end of each epoch?"
    )
    for row, one in zip(resumed, whole, strict=True):
        assert all(near(row[tag], one[tag]) for tag in TAGS), _(
            "interrupted and resumed, the history is not that of training in one go"
        )
    for tag, points in scalars(fichiers(folder)).items():
        assert [step for step, _value in points] == list(range(1, epochs + 1)), _(
            '"{tag}": after the resumption TensorBoard finds the steps {found}, 1 to {epochs} '
            "were expected, once each"
        ).format(tag=tag, found=[step for step, _value in points], epochs=epochs)


@check
def test_best_survives(entrainer, reprendre, evaluer, optimiseur, charger, SansMemoire):
    """After a resumption, `meilleur.pt` is only written where all epochs before are beaten."""
    half, more = 3, 2
    for _try in range(20):
        train, val, model, optim, folder = _restless(optimiseur, charger, SansMemoire)
        first = entrainer(model, optim, train, val, nn.NLLLoss(), half, CLIP, folder)
        other = trainable(SansMemoire(D, C))
        optim = optimiseur(other, "sgd", 1.0)
        rest = entrainer(other, optim, train, val, nn.NLLLoss(), half + more, CLIP, folder)
        history = [*first, *rest[-more:]]
        losses, best = _val(history)
        if _is_telling(history, half) and best < half - 1:
            break
    _found, kept = _best(reprendre, evaluer, optimiseur, SansMemoire, folder, val)
    # Losses that fall to the end are of another mistake, where writing it was right.
    assert best >= half or not any(near(kept, loss) for loss in losses[half:]), _(
        "after the resumption meilleur.pt was written although an epoch before the interruption "
        "was better: the best so far is in the history that reprendre returns"
    )
