"""Networks of the student's with weights that the checks have drawn, and what they should do."""

import copy

import torch
from torch import nn

from corrige.checks import close, differ
from corrige.checks import translate as _


def built(MetroRNN, D, H, C, scale=1.0):
    """Return MetroRNN(D, H, C) with fresh weights, which neither vanish nor saturate."""
    try:
        model = MetroRNN(D, H, C)
    except Exception as error:
        raise AssertionError(
            _(
                "MetroRNN({D}, {H}, {C}) cannot be built: super().__init__() comes first, and the "
                "contract of RNN is to be filled in"
            ).format(D=D, H=H, C=C)
        ) from error
    assert isinstance(model, nn.Module), _("MetroRNN is no nn.Module: derive it from RNN")
    with torch.no_grad():
        for parameter in model.parameters():
            size = parameter.shape[-1] ** -0.5 if parameter.dim() > 1 else 0.3
            parameter.copy_(torch.randn_like(parameter) * size * scale)
    return model


def rolled(model, x, h):
    """Return the states that one_step reaches one after another from `h`, (T, B, H)."""
    states = []
    for step in x:
        h = model.one_step(step, h)
        states.append(h)
    return torch.stack(states)


def windows(flows, length, horizon=0):
    """Return (windows, the same ones `horizon` later, stations); time comes first."""
    days, slots, stations = flows.shape[:3]
    now, later, labels = [], [], []
    for day in range(days):
        for station in range(stations):
            for start in range(slots - length - horizon + 1):
                now.append(flows[day, start : start + length, station])
                shifted = start + horizon
                later.append(flows[day, shifted : shifted + length, station])
                labels.append(station)
    return torch.stack(now, dim=1), torch.stack(later, dim=1), torch.tensor(labels)


def descended(model, loss, epochs, lr):
    """Train `model` by Adam on all data at once; return the loss before each step."""
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _epoch in range(epochs):
        optimiser.zero_grad()
        value = loss(model)
        value.backward()
        optimiser.step()
        losses.append(value.item())
    return losses


def mistaken(got, mistake, wanted):
    """Whether `got` is what a mistake gives, where the mistake makes a difference at all."""
    return close(got, mistake) and differ(mistake, wanted)


def near(a, b, tolerance=5e-4):
    """Whether two numbers are the same, up to what the order of sums does to a training."""
    return abs(a - b) <= tolerance * (abs(a) + abs(b))


def keeps_its_order(train, model):
    """Whether examples seem to come in one order at each epoch, in `train(twin, batch_size, lr)`.

    Twins that go the same way saw the same batches; so did one that stands still and whose last,
    smaller batch always costs the same. Who shuffles is in neither case, or in one, as with a seed
    of one's own.
    """
    ways = []
    for _twin in range(2):
        twin = copy.deepcopy(model)
        twin._corrige_may_change = True
        torch.rand(1)
        ways.append(train(twin, 8, 0.05))
    if ways[0] != ways[1]:
        return False
    still = copy.deepcopy(model)
    still._corrige_may_change = True
    losses = train(still, 8, 0.0)
    return max(losses) - min(losses) < 1e-5 * max(losses)


def listed(losses, epochs):
    """Return the losses as a list of numbers, one an epoch. Raises AssertionError."""
    assert isinstance(losses, list | tuple) and len(losses) == epochs, _(
        "the training must return a list with one loss an epoch"
    )
    assert all(isinstance(loss, float) for loss in losses), _(
        "the losses must be plain numbers (loss.item()): a tensor keeps the graph of its whole "
        "epoch in memory"
    )
    return list(losses)
