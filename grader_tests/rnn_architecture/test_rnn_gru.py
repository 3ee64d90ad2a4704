"""Exercise 6: RNN_GRU, the same network on top of nn.GRU."""

from corrige import checks
from corrige.checks import Network, check
from corrige.checks import translate as _
from grader_tests.rnn_architecture.statement import SHOWN


def _network(RNN_GRU):
    return Network(RNN_GRU, gates=3, extra_axis=True)


@check
def test_sizes(RNN_GRU):
    """One output (B, C) a sequence and all states (T, B, H), for any sizes."""
    checks.has_shapes(_network(RNN_GRU), checks.sizes(), SHOWN)


@check
def test_log_probabilities(RNN_GRU):
    """The output holds log-probabilities: normalised over the classes, for each example."""
    checks.log_probabilities(_network(RNN_GRU))


@check
def test_uses_gru(RNN_GRU):
    """The recurrence is a GRU."""
    checks.has_shapes(_network(RNN_GRU), checks.sizes(how_many=1))
    checks.requires(
        RNN_GRU,
        ["GRU", "GRUCell"],
        _("neither nn.GRU nor nn.GRUCell is used: it is the point of this exercise"),
    )


@check
def test_state_is_carried(RNN_GRU):
    """The state computed at one step is used at the next, in the order of time."""
    checks.state_is_carried(_network(RNN_GRU))
    checks.is_causal(_network(RNN_GRU))


@check
def test_given_state_is_used(RNN_GRU):
    """The state passed as `hidden` is the first one; without it, zeros are."""
    checks.uses_given_hidden(_network(RNN_GRU))
    checks.no_hidden_means_zeros(_network(RNN_GRU))


@check
def test_output_comes_from_last_state(RNN_GRU):
    """The output is computed from the last state."""
    checks.output_is_read_from_states(_network(RNN_GRU))
    checks.has_biases(_network(RNN_GRU))


@check
def test_learns(RNN_GRU):
    """Every weight gets a gradient, and the gradient flows back to the first step."""
    checks.every_parameter_learns(_network(RNN_GRU))
    checks.gradient_reaches_every_step(_network(RNN_GRU))
