"""Exercise 6: RNN_M2M, many-to-many: log-probabilities at every step."""

from corrige import checks
from corrige.checks import Network, check
from grader_tests.rnn_architecture.statement import SHOWN


def _network(RNN_M2M):
    return Network(RNN_M2M, output="each")


@check
def test_sizes(RNN_M2M):
    """One output a step, (T, B, C), and all states (T, B, H), for any sizes."""
    checks.has_shapes(_network(RNN_M2M), checks.sizes(), SHOWN)


@check
def test_log_probabilities(RNN_M2M):
    """At every step the output is normalised over the classes, not over time or batch."""
    checks.log_probabilities(_network(RNN_M2M))


@check
def test_outputs_follow_time(RNN_M2M):
    """The output at t depends on the inputs up to t, on each of them, and on none after."""
    checks.outputs_are_causal(_network(RNN_M2M))


@check
def test_state_is_carried(RNN_M2M):
    """The state computed at one step is used at the next."""
    checks.state_is_carried(_network(RNN_M2M))


@check
def test_examples_are_independent(RNN_M2M):
    """An example's outputs do not depend on the others of its batch."""
    checks.batch_is_independent(_network(RNN_M2M))


@check
def test_sequence_can_be_cut(RNN_M2M):
    """The state passed as `hidden` continues a sequence as if it had not been cut."""
    checks.uses_given_hidden(_network(RNN_M2M))
    checks.splits_anywhere(_network(RNN_M2M))


@check
def test_learns(RNN_M2M):
    """Every weight gets a gradient, and the last output's gradient reaches the first step."""
    checks.every_parameter_learns(_network(RNN_M2M))
    checks.gradient_reaches_every_step(_network(RNN_M2M))
    checks.has_biases(_network(RNN_M2M))
