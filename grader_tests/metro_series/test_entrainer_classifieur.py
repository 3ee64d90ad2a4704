"""Exercise 4: learn to tell stations apart."""

import copy

import torch
import torch.nn.functional as F

from corrige.checks import check, close
from corrige.checks import translate as _
from grader_tests.metro_series.models import built, descended, listed, near, windows


def _flows(days, slots, stations):
    return torch.rand(days, slots, stations, 2) * (5 + 100 * torch.rand(stations, 2))


@check
def test_descends_the_cross_entropy(entrainer_classifieur, MetroRNN):
    """Adam goes down the cross entropy of the last state's scores; each epoch's loss comes back."""
    days, slots, stations, epochs, lr = 2, 9, 3, 4, 0.05
    length, flows = int(torch.randint(3, 6, ())), _flows(days, slots, stations)
    model = built(MetroRNN, 2, 6, stations)
    twins = [copy.deepcopy(model) for _twin in range(2)]
    model._corrige_may_change = True
    losses = listed(entrainer_classifieur(model, flows, length, epochs, 100, lr), epochs)
    x, _later, y = windows(flows / flows.amax(dim=(0, 1)), length)

    def loss(net):
        return F.cross_entropy(net.decode(net(x)[-1]), y)

    with torch.no_grad():
        first = twins[1]
        wrong = {
            _("the first axis of a batch is the example: transpose it, MetroRNN wants (T, B, 2)"): (
                _batch_as_time(first, x, y)
            ),
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
    if not near(losses[0], wanted[0]):
        for told, value in wrong.items():
            assert not near(losses[0], float(value)), told
    assert near(losses[0], wanted[0]), _(
        "before any step, the loss is not the mean cross entropy of all windows of train"
    )
    assert not near(losses[-1], losses[0], 1e-4), _(
        "the loss stays where it is: loss.backward(), then optimizer.step(), on the parameters of "
        "modele"
    )
    assert losses[-1] < losses[0], _("the loss goes up: is a sign wrong?")
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
def test_tells_stations_apart(entrainer_classifieur, MetroRNN):
    """Small batches teach a fresh network stations that differ, far above chance, on new days."""
    stations, length = 3, 6
    level = torch.tensor([0.2, 0.5, 0.8])[torch.randperm(stations)]
    peak = 50 + 300 * torch.rand(stations, 1)

    def days(number):
        flows = (level.view(-1, 1) + 0.1 * torch.randn(number, 20, stations, 2)).clamp(0.02, 0.98)
        flows[:, 3] = 1
        return (flows * peak).round()

    train, test = days(4), days(3)
    model = MetroRNN(2, 12, stations)
    model._corrige_may_change = True
    entrainer_classifieur(model, train, length, 6, 16, 0.02)
    x, _later, y = windows(test / train.amax(dim=(0, 1)), length)
    right = (model.decode(model(x)[-1]).argmax(-1) == y).double().mean().item()
    assert right > 0.75, _(
        "after training, {right:.0%} of the windows of new days are given to the right station, "
        "chance is 33%: are the examples shuffled, and the steps taken batch by batch?"
    ).format(right=right)


def _batch_as_time(net, x, y):
    """Return the loss of one who forgets to transpose, where the sizes allow it."""
    scores = net.decode(net(x.transpose(0, 1))[-1])
    if len(scores) != len(y):
        scores = net.decode(net(x.transpose(0, 1))[:, -1])
    return F.cross_entropy(scores, y)
