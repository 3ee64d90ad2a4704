"""Exercise 4: learn to tell stations apart."""

import copy

import torch
import torch.nn.functional as F

from corrige.checks import check, close
from corrige.checks import translate as _
from grader_tests.metro_series.models import (
    built,
    descended,
    keeps_its_order,
    listed,
    near,
    windows,
)


def _flows(days, slots, stations):
    return torch.rand(days, slots, stations, 2) * (5 + 100 * torch.rand(stations, 2))


@check
def test_descends_the_cross_entropy(entrainer_classifieur, MetroRNN):
    """Adam goes down the cross entropy of the last state's scores; each epoch's loss comes back."""
    days, slots, stations, epochs, lr = 2, 9, 3, 4, 0.05
    length, flows = int(torch.randint(3, 6, ())), _flows(days, slots, stations)
    model = built(MetroRNN, 2, 6, stations, scale=2)
    twins = [copy.deepcopy(model) for _twin in range(2)]
    model._corrige_may_change = True
    losses = listed(entrainer_classifieur(model, flows, length, epochs, 100, lr), epochs)
    x, _later, y = windows(flows / flows.amax(dim=(0, 1)), length)

    def loss(net):
        return F.cross_entropy(net.decode(net(x)[-1]), y)

    with torch.no_grad():
        first = twins[1]
        wrong = {
            _("the scores are those of the first state: the station is told from the last one"): (
                F.cross_entropy(first.decode(first(x)[0]), y)
            ),
            _("a Softmax is applied before CrossEntropyLoss, which wants raw scores"): (
                F.cross_entropy(first.decode(first(x)[-1]).softmax(-1), y)
            ),
            _("the flows are not normalised: SampleMetroDataset does it, use its windows"): (
                F.cross_entropy(first.decode(first(windows(flows, length)[0])[-1]), y)
            ),
        }
    wanted = descended(twins[0], loss, epochs, lr)
    if not near(losses[0], wanted[0], 5e-5):
        # Read as time, the examples of a batch count by their order, which is another each epoch.
        still = copy.deepcopy(twins[1])
        still._corrige_may_change = True
        one, two = listed(entrainer_classifieur(still, flows, length, 2, 100, 0.0), 2)
        assert near(one, two, 5e-5), _(
            "the first axis of a batch is the example: transpose it, MetroRNN wants (T, B, 2)"
        )
        for told, value in wrong.items():
            assert not near(losses[0], float(value), 5e-5), told
    assert near(losses[0], wanted[0], 5e-5), _(
        "before any step, the loss is not the mean cross entropy of all windows of train"
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
    probe = torch.rand(length, 7, 2)
    assert close(model.decode(model(probe)), twins[0].decode(twins[0](probe))) or near(
        loss(model).item(), loss(twins[0]).item()
    ), _("the model itself does not learn: is a copy of it trained?")


@check
def test_goes_batch_by_batch(entrainer_classifieur, MetroRNN):
    """The examples come in batches, shuffled; an epoch's loss is the mean over its batches."""
    flows, length = _flows(2, 9, 3), 4
    model = built(MetroRNN, 2, 6, 3, scale=2)

    def train(twin, batch_size, lr):
        return listed(entrainer_classifieur(twin, flows, length, 3, batch_size, lr), 3)

    whole = train(model, 100, 0.0)[0]
    assert all(near(loss, whole, 5e-5) for loss in train(model, 12, 0.0)), _(
        "with lr = 0 and three batches of the same size, each epoch's loss must be the mean over "
        "all windows: the mean of its batches' losses, not their sum or the last of them"
    )
    assert not keeps_its_order(train, model), _(
        "the examples come in the same order at each epoch: the last batches then all are of one "
        "station; shuffle them (shuffle=True)"
    )


@check
def test_tells_stations_apart(entrainer_classifieur, MetroRNN):
    """Small batches teach a fresh network stations that differ, far above chance, on new days."""
    stations, length = 3, 6
    level = torch.tensor([[0.2, 0.8], [0.8, 0.2], [0.8, 0.8]])[torch.randperm(stations)]
    peak = 50 + 300 * torch.rand(stations, 1)

    def days(number):
        flows = (level + 0.05 * torch.randn(number, 20, stations, 2)).clamp(0.02, 0.98)
        flows[:, 3] = 1
        return (flows * peak).round()

    train, test = days(4), days(3)
    x, _later, y = windows(test / train.amax(dim=(0, 1)), length)
    for _try in range(3):  # one network in fifty begins where it learns slowly
        model = MetroRNN(2, 12, stations)
        model._corrige_may_change = True
        listed(entrainer_classifieur(model, train, length, 6, 16, 0.02), 6)
        right = (model.decode(model(x)[-1]).argmax(-1) == y).double().mean().item()
        if right > 0.8:
            return
    raise AssertionError(
        _(
            "after training, {right:.0%} of the windows of new days are given to the right "
            "station, chance is 33%: is there one step a batch, `epochs` times over all examples?"
        ).format(right=right)
    )
