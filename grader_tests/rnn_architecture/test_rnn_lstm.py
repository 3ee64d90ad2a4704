"""Exercise 6: RNN_LSTM, on top of nn.LSTM, whose state is a pair (h, c)."""

from corrige import checks
from corrige.checks import Network, check
from corrige.checks import translate as _
from grader_tests.rnn_architecture.statement import SHOWN


def _network(RNN_LSTM):
    return Network(RNN_LSTM, state="hc", gates=4, extra_axis=True)


@check
def test_sizes(RNN_LSTM):
    """One output (B, C) a sequence and all states (T, B, H), for any sizes."""
    checks.has_shapes(_network(RNN_LSTM), checks.sizes(), SHOWN)


@check
def test_log_probabilities(RNN_LSTM):
    """The output holds log-probabilities: normalised over the classes, for each example."""
    checks.log_probabilities(_network(RNN_LSTM))


@check
def test_uses_lstm(RNN_LSTM):
    """The recurrence is a LSTM."""
    checks.has_shapes(_network(RNN_LSTM), checks.sizes(how_many=1))
    checks.requires(
        RNN_LSTM,
        ["LSTM", "LSTMCell"],
        _("neither nn.LSTM nor nn.LSTMCell is used: it is the point of this exercise"),
    )


@check
def test_state_is_carried(RNN_LSTM):
    """The state computed at one step is used at the next, in the order of time."""
    checks.state_is_carried(_network(RNN_LSTM))
    checks.is_causal(_network(RNN_LSTM))
    checks.memory_is_carried(_network(RNN_LSTM))


@check
def test_given_pair_is_used(RNN_LSTM):
    """The pair (h, c) passed as `hidden` is the first state, both parts; without it, zeros are."""
    checks.uses_given_hidden(_network(RNN_LSTM))
    checks.uses_given_cell_state(_network(RNN_LSTM))
    checks.no_hidden_means_zeros(_network(RNN_LSTM))


@check
def test_output_comes_from_last_state(RNN_LSTM):
    """The output is computed from the last h, not from c."""
    checks.output_is_read_from_states(_network(RNN_LSTM))
    checks.has_biases(_network(RNN_LSTM))


@check
def test_learns(RNN_LSTM):
    """Every weight gets a gradient, and the gradient flows back to the first step."""
    checks.every_parameter_learns(_network(RNN_LSTM))
    checks.gradient_reaches_every_step(_network(RNN_LSTM))
