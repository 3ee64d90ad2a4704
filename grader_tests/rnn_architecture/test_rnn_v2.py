"""Exercise 4: RNN_V2, the loop inside forward, from scratch."""

from corrige import checks
from corrige.checks import Network, check
from corrige.checks import translate as _
from grader_tests.rnn_architecture.statement import SHOWN

READY_MADE = (
    *("RNN", "RNNCell", "RNNBase", "RNNCellBase", "GRU", "GRUCell", "LSTM", "LSTMCell", "_VF"),
    *("rnn_tanh", "rnn_tanh_cell", "rnn_relu", "rnn_relu_cell", "gru_cell", "lstm_cell"),
)


@check
def test_sizes(RNN_V2):
    """One output (B, C) a sequence and all states (T, B, H), for any sizes, T = 1 and B = 1 too."""
    checks.has_shapes(Network(RNN_V2), checks.sizes(), SHOWN)


@check
def test_log_probabilities(RNN_V2):
    """The output holds log-probabilities: their exponentials sum to 1 over the classes."""
    checks.log_probabilities(Network(RNN_V2))


@check
def test_state_is_carried(RNN_V2):
    """The state computed at one step is used at the next."""
    checks.state_is_carried(Network(RNN_V2))


@check
def test_no_look_ahead(RNN_V2):
    """No state depends on an input that comes after it."""
    checks.is_causal(Network(RNN_V2))


@check
def test_examples_are_independent(RNN_V2):
    """An example's result does not depend on the others of its batch."""
    checks.batch_is_independent(Network(RNN_V2))


@check
def test_given_state_is_used(RNN_V2):
    """The state passed as `hidden` is the first one; without it, zeros are."""
    checks.uses_given_hidden(Network(RNN_V2))
    checks.no_hidden_means_zeros(Network(RNN_V2))


@check
def test_sequence_can_be_cut(RNN_V2):
    """A sequence cut in two, its state handed on, gives the result of the whole sequence."""
    checks.splits_anywhere(Network(RNN_V2))


@check
def test_output_comes_from_last_state(RNN_V2):
    """The output is computed from the last state."""
    checks.output_is_read_from_states(Network(RNN_V2))
    checks.has_biases(Network(RNN_V2))


@check
def test_activation_is_tanh(RNN_V2):
    """The states went through tanh."""
    checks.state_is_bounded(Network(RNN_V2))


@check
def test_nothing_is_kept_between_calls(RNN_V2):
    """The same sequence gives the same result, whatever was read before it."""
    checks.nothing_is_kept_between_calls(Network(RNN_V2))


@check
def test_arguments_are_left_alone(RNN_V2):
    """forward changes neither its input nor the state it is given."""
    checks.inputs_are_left_alone(Network(RNN_V2))


@check
def test_every_parameter_learns(RNN_V2):
    """Every weight is a parameter and gets a gradient from the output."""
    checks.every_parameter_learns(Network(RNN_V2))


@check
def test_gradient_reaches_first_step(RNN_V2):
    """The gradient of the output flows back to the first step."""
    checks.gradient_reaches_every_step(Network(RNN_V2))


@check
def test_is_from_scratch(RNN_V2):
    """The recurrence is written by hand: no ready-made recurrent module."""
    checks.has_shapes(Network(RNN_V2), checks.sizes(how_many=1))
    checks.forbids(
        RNN_V2, READY_MADE, _("{name} is used: in this exercise the recurrence is written by hand")
    )
