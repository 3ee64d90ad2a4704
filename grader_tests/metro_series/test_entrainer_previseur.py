"""Exercise 7: learn to forecast at every step."""

import copy

import torch
import torch.nn.functional as F

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.metro_series.models import (
    built,
    descended,
    keeps_its_order,
    listed,
    near,
    windows,
)


@check
def test_descends_the_squared_error(entrainer_previseur, MetroRNN):
    """Adam goes down the mean squared error at all steps; each epoch's loss comes back."""
    days, slots, stations, epochs, lr = 2, 12, 3, 4, 0.05
    length, horizon = (torch.randperm(3)[:2] + 3).tolist()
    flows = torch.rand(days, slots, stations, 2)
    model = built(MetroRNN, 2, 6, 2, scale=2)
    twins = [copy.deepcopy(model) for _twin in range(2)]
    model._corrige_may_change = True
    losses = entrainer_previseur(model, flows, length, horizon, epochs, 100, lr)
    losses = listed(losses, epochs)
    x, y, _stations = windows(flows, length, horizon)

    def loss(net):
        return F.mse_loss(net.decode(net(x)), y)

    with torch.no_grad():
        first = twins[1]
        near_x, near_y, _stations = windows(flows, length, 1)
        wrong = {
            _("only the last step is compared: every step of the window has its target"): (
                F.mse_loss(first.decode(first(x)[-1]), y[-1])
            ),
            _("the network is asked for what it has just read: its target is `horizon` later"): (
                F.mse_loss(first.decode(first(x)), x)
            ),
            _("the target is one slot later, whatever the horizon"): (
                F.mse_loss(first.decode(first(near_x)), near_y)
            ),
            _("the absolute error: the mean squared error was asked for"): (
                F.l1_loss(first.decode(first(x)), y)
            ),
        }
    wanted = descended(twins[0], loss, epochs, lr)
    if not near(losses[0], wanted[0], 5e-5):
        # Read as time, the examples of a batch count by their order, which is another each epoch.
        still = copy.deepcopy(twins[1])
        still._corrige_may_change = True
        one, two = listed(entrainer_previseur(still, flows, length, horizon, 2, 100, 0.0), 2)
        assert near(one, two, 5e-5), _(
            "the first axis of a batch is the example: transpose it, MetroRNN wants (T, B, 2)"
        )
        for told, value in wrong.items():
            assert not near(losses[0], float(value), 5e-5), told
    assert near(losses[0], wanted[0], 5e-5), _(
        "before any step, the loss is not the mean squared error over all windows and all steps"
    )
    assert near(wanted[-1], wanted[0], 1e-3) or not near(losses[-1], losses[0], 1e-4), _(
        "the loss stays where it is: loss.backward(), then optimizer.step(), on the parameters of "
        "modele"
    )
    assert near(losses[1], wanted[1]), _(
        "after one step the loss is not the one that Adam reaches with the given lr: another "
        "optimiser or rate, or more than one pass over the data an epoch?"
    )
    assert all(map(near, losses, wanted)), _(
        "the loss leaves its way after the first step: is optimizer.zero_grad() called before each "
        "backward, and the optimiser made once, before the loop?"
    )
    assert near(loss(model).item(), loss(twins[0]).item()), _(
        "the model itself does not learn: is a copy of it trained?"
    )


@check
def test_goes_batch_by_batch(entrainer_previseur, MetroRNN):
    """The windows come in batches, shuffled; an epoch's loss is the mean over its batches."""
    flows, length, horizon = torch.rand(2, 11, 3, 2), 4, 2
    model = built(MetroRNN, 2, 6, 2, scale=2)

    def train(twin, batch_size, lr):
        return listed(entrainer_previseur(twin, flows, length, horizon, 3, batch_size, lr), 3)

    whole = train(model, 100, 0.0)[0]
    assert all(near(loss, whole, 5e-5) for loss in train(model, 12, 0.0)), _(
        "with lr = 0 and three batches of the same size, each epoch's loss must be the mean over "
        "all windows: the mean of its batches' losses, not their sum or the last of them"
    )
    assert not keeps_its_order(train, model), _(
        "the windows come in the same order at each epoch, neighbours in the same batch: shuffle "
        "them (shuffle=True)"
    )


@check
def test_beats_persistence(entrainer_previseur, MetroRNN, flux_simules):
    """Two hours ahead, on new days of other stations' flows, the network beats persistence."""
    length, horizon = 12, 8
    flows, _more = flux_simules(12, 1, 3, graine=int(torch.randint(10**6, ())))
    train, test = flows[:5], flows[7:9]  # from Monday to Friday, then the next Monday and Tuesday
    maxima = train.amax(dim=(0, 1))
    model = MetroRNN(2, 16, 2)
    model._corrige_may_change = True
    entrainer_previseur(model, train / maxima, length, horizon, 5, 64, 0.02)
    x, y, _stations = windows(test / maxima, length, horizon)
    with torch.no_grad():
        error = F.mse_loss(model.decode(model(x)[-1]), y[-1]).item()
    naive = F.mse_loss(x[-1], y[-1]).item()
    assert error < 0.85 * naive, _(
        "two hours ahead, the squared error is {share:.0%} of persistence's: a network that has "
        "learnt is well below it (is it trained on targets `horizon` later, batch after batch, in "
        "the order of time?)"
    ).format(share=error / naive)
