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
    trainable,
    twin,
    values,
)

D, C, T = 6, 3, 2
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
    model = trainable(SansMemoire(D, C, 0.3))
    other = twin(model)
    other._corrige_may_change = True
    optim, seed, folder = optimiseur(other, "adam", lr), new_seed(), new_name()
    torch.manual_seed(seed)
    expected = []
    for _epoch in range(epochs):
        learnt = entrainer_epoque(other, train, loss, optim, CLIP)
        expected.append((learnt, *evaluer(other, val, loss)))
    torch.manual_seed(seed)
    history = entrainer(
        model, optimiseur(model, "adam", lr), train, val, loss, epochs, CLIP, folder
    )
    _has_measures(history, epochs)
    for i, (row, measures) in enumerate(zip(history, expected, strict=True)):
        train_loss, val_loss, accuracy = measures
        got = row["perte/val"]
        assert near(got, val_loss) or not near(got, train_loss), _(
            '"perte/val" is the loss for training: evaluer(model, val, loss) gives the other'
        )
        assert near(got, val_loss) or not i or not near(got, expected[i - 1][1]), _(
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
def test_best(entrainer, reprendre, entrainer_epoque, optimiseur, charger, SansMemoire):
    """`meilleur.pt` is the network of the epoch whose loss on val is the smallest."""
    loss, best = nn.NLLLoss(), 1
    train, val, model, lr, path = _with_best_at(
        best, entrainer_epoque, optimiseur, charger, SansMemoire
    )
    folder = new_name()
    optim = optimiseur(model, "sgd", lr)
    history = entrainer(model, optim, train, val, loss, len(path), CLIP, folder)
    _has_measures(history, len(path))
    other = trainable(SansMemoire(D, C))
    found = reprendre(f"{folder}/meilleur.pt", other, optimiseur(other, "sgd", lr))
    got = values(other)
    if agree(got, path[best]):
        assert len(found) == best + 1, _(
            "the history in meilleur.pt has {found} epochs, {wanted} were done when it was written"
        ).format(found=len(found), wanted=best + 1)
        return
    assert not agree(got, path[-1]), _(
        "meilleur.pt holds the last epoch: write it only where the loss on val is smaller than "
        "at every epoch before"
    )
    raise AssertionError(
        _('meilleur.pt is not the network of the epoch of the smallest "perte/val"')
    )


def _with_best_at(best, *students):
    """Return loaders, a network, a step, and its parameters after each epoch.

    Val is chosen so that its loss is smallest after the epoch `best`, and falls once more at the
    end; by margins far above rounding.
    """
    for _try in range(6):  # one in a hundred descends too smoothly
        margin, *found = _drawn(best, *students)
        if margin > 0.05:
            return found
    raise AssertionError(
        _(
            "entrainer_epoque does not move the network from epoch to epoch as it should: mend "
            "exercise 5 first"
        )
    )


def _drawn(best, entrainer_epoque, optimiseur, charger, SansMemoire, epochs=5):
    lr = 1.0
    train = charger(examples(14, T, D, C, scale=2.0), 4, False)
    model = trainable(SansMemoire(D, C))
    other = twin(model)
    other._corrige_may_change = True
    optim, path, losses = optimiseur(other, "sgd", lr), [], []
    x, y = torch.randn(T, 300, D) * 2, torch.arange(300) % C
    for _epoch in range(epochs):
        entrainer_epoque(other, train, nn.NLLLoss(), optim, CLIP)
        path.append(values(other))
        still = twin(other)
        still.eval()
        losses.append(nn.functional.nll_loss(still(x)[0].detach(), y, reduction="none"))
    table = torch.stack(losses)  # (epochs, examples)
    rest = [e for e in range(epochs) if e != best]
    margins = torch.cat([table[rest] - table[best], table[-2:-1] - table[-1:]])
    chosen, total = [], torch.zeros(len(margins), 1)
    for _number in range(9):
        least = (total + margins).amin(0)
        least[chosen] = -torch.inf
        chosen.append(int(least.argmax()))
        total = total + margins[:, chosen[-1:]]
    val = [(x[:, i], y[i]) for i in chosen]
    return float(total.min()) / 9, train, charger(val, 4, False), model, lr, path


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
def test_best_survives(entrainer, reprendre, entrainer_epoque, optimiseur, charger, SansMemoire):
    """After a resumption, `meilleur.pt` is only written where all epochs before are beaten."""
    loss, best = nn.NLLLoss(), 1
    train, val, model, lr, path = _with_best_at(
        best, entrainer_epoque, optimiseur, charger, SansMemoire
    )
    folder = new_name()
    entrainer(model, optimiseur(model, "sgd", lr), train, val, loss, 3, CLIP, folder)
    other = trainable(SansMemoire(D, C))
    entrainer(other, optimiseur(other, "sgd", lr), train, val, loss, len(path), CLIP, folder)
    last = trainable(SansMemoire(D, C))
    reprendre(f"{folder}/meilleur.pt", last, optimiseur(last, "sgd", lr))
    assert agree(values(last), path[best]), _(
        "after the resumption meilleur.pt was written although an epoch before the interruption "
        "was better: the best so far is in the history that reprendre returns"
    )
