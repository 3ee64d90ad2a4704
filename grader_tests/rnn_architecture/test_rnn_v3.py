"""Exercise 5: RNN_V3, on top of nn.RNN. An output (1, B, C) is accepted."""

from corrige import checks
from corrige.checks import Network, check
from corrige.checks import translate as _
from grader_tests.rnn_architecture.statement import SHOWN


def _network(RNN_V3):
    return Network(RNN_V3, extra_axis=True)


@check
def test_sizes(RNN_V3):
    """One output (B, C), or (1, B, C), a sequence and all states (T, B, H), for any sizes."""
    checks.has_shapes(_network(RNN_V3), checks.sizes(), SHOWN)


@check
def test_log_probabilities(RNN_V3):
    """The output is normalised over the classes, not over the batch."""
    checks.log_probabilities(_network(RNN_V3))


@check
def test_uses_nn_rnn(RNN_V3):
    """The recurrence is nn.RNN's, with tanh."""
    checks.has_shapes(_network(RNN_V3), checks.sizes(how_many=1))
    checks.state_is_bounded(_network(RNN_V3))
    checks.requires(
        RNN_V3, ["RNN", "RNNBase"], _("nn.RNN is not used: it is the point of this exercise")
    )


@check
def test_state_is_carried(RNN_V3):
    """The state computed at one step is used at the next, in the order of time."""
    checks.state_is_carried(_network(RNN_V3))
    checks.is_causal(_network(RNN_V3))


@check
def test_examples_are_independent(RNN_V3):
    """An example's states and output do not depend on the others of its batch."""
    checks.batch_is_independent(_network(RNN_V3))


@check
def test_given_state_is_used(RNN_V3):
    """The state passed as `hidden` is the first one; without it, zeros are."""
    checks.uses_given_hidden(_network(RNN_V3))
    checks.no_hidden_means_zeros(_network(RNN_V3))


@check
def test_output_comes_from_last_state(RNN_V3):
    """The output is computed from the last state."""
    checks.output_is_read_from_states(_network(RNN_V3))
    checks.has_biases(_network(RNN_V3))


@check
def test_changes_nothing(RNN_V3):
    """The same sequence gives the same result, and forward leaves its arguments alone."""
    checks.nothing_is_kept_between_calls(_network(RNN_V3))
    checks.inputs_are_left_alone(_network(RNN_V3))


@check
def test_learns(RNN_V3):
    """Every weight gets a gradient, and the gradient flows back to the first step."""
    checks.every_parameter_learns(_network(RNN_V3))
    checks.gradient_reaches_every_step(_network(RNN_V3))
