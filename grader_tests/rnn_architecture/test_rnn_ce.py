"""Exercise 6: RNN_CE, raw scores for CrossEntropyLoss."""

import torch
from torch import nn

from corrige import checks
from corrige.checks import Network, check
from corrige.checks import translate as _
from grader_tests.rnn_architecture.statement import SHOWN


def _network(RNN_CE):
    return Network(RNN_CE, extra_axis=False)


@check
def test_sizes(RNN_CE):
    """One output (B, C) a sequence and all states (T, B, H), for any sizes."""
    checks.has_shapes(_network(RNN_CE), checks.sizes(), SHOWN)


@check
def test_raw_scores(RNN_CE):
    """The output holds raw scores: CrossEntropyLoss normalises them itself."""
    checks.raw_scores(_network(RNN_CE))


@check
def test_loss_takes_them(RNN_CE):
    """CrossEntropyLoss takes the output as it is, and a few steps down its slope lower it."""
    network, s = _network(RNN_CE), checks.Sizes(T=4, B=8, D=6, H=10, C=3)
    model = network.build(s)
    x, y = torch.randn(s.T, s.B, s.D), torch.arange(s.B) % s.C
    loss, optimiser = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=0.1)
    losses = []
    for _step in range(20):
        optimiser.zero_grad()
        value = loss(network.run(model, x).output, y)
        value.backward()
        optimiser.step()
        losses.append(value.item())
    # Behind a Softmax the loss stays above log(1 + 2/e) = 0.55, half of where it starts.
    assert losses[-1] < 0.4 * losses[0], _(
        "20 steps of Adam hardly lower the loss on 8 examples: are the scores normalised before "
        "CrossEntropyLoss, or is a part of the network out of its reach?"
    )


@check
def test_state_is_carried(RNN_CE):
    """The state computed at one step is used at the next, in the order of time."""
    checks.state_is_carried(_network(RNN_CE))
    checks.is_causal(_network(RNN_CE))


@check
def test_given_state_is_used(RNN_CE):
    """The state passed as `hidden` is the first one; without it, zeros are."""
    checks.uses_given_hidden(_network(RNN_CE))
    checks.no_hidden_means_zeros(_network(RNN_CE))


@check
def test_output_comes_from_last_state(RNN_CE):
    """The output is computed from the last state."""
    checks.output_is_read_from_states(_network(RNN_CE))
    checks.has_biases(_network(RNN_CE))


@check
def test_learns(RNN_CE):
    """Every weight gets a gradient, and the gradient flows back to the first step."""
    checks.every_parameter_learns(_network(RNN_CE))
    checks.gradient_reaches_every_step(_network(RNN_CE))
