"""Exercise 3, second part: construire, the learner's own networks under one contract."""

import torch

from corrige import checks
from corrige.checks import Network, check, close, differ
from corrige.checks import translate as _
from grader_tests.training.dropout import acts_on_inputs
from grader_tests.training.setting import trainable

GATES = {"v1": 1, "v2": 1, "v3": 1, "gru": 3, "lstm": 4}


def _network(construire, name):
    def build(D, H, C):
        return construire(name, D, H, C)

    build.__name__ = f'construire("{name}", …)'
    return Network(build)


@check
def test_contract(construire):
    """All five return log-probabilities (B, C) and all states (T, B, H), whatever the sizes."""
    for name in GATES:
        network = _network(construire, name)
        checks.has_shapes(network, checks.sizes(how_many=1))
        checks.log_probabilities(network)


@check
def test_memory(construire):
    """In each, the first symbol still counts at the end, and the gradient flows back to it."""
    T, B, D, H, C = 5, 4, 9, 7, 3
    for name in GATES:
        network = _network(construire, name)
        model = network.build(checks.Sizes(T, B, D, H, C))
        x = torch.randn(T, B, D)
        changed = x.clone()
        changed[0] = torch.randn(B, D)
        run, other = network.run(model, x), network.run(model, changed)
        assert differ(run.output, other.output), _(
            "{name}: the first step has no influence on the output: the state is not carried from "
            "step to step (is RNN_V1 called in a loop, its state handed on?)"
        ).format(name=network.name)
        early = network.run(model, x[:-1])
        assert close(run.states[:-1], early.states), _(
            "{name}: the states depend on steps that come later: time is the first axis"
        ).format(name=network.name)
        x.requires_grad_()
        # One class: the log-probabilities of all of them always have a part that cancels out.
        network.run(model, x).output[:, 0].sum().backward()
        assert x.grad is not None and bool(x.grad.abs().amax((1, 2)).gt(0).all()), _(
            "{name}: the gradient does not flow back to the first step (detach, .data, no_grad?)"
        ).format(name=network.name)
        checks.output_is_read_from_states(network)
        checks.batch_is_independent(network)


@check
def test_kinds(construire):
    """Each name gives its network (one, three or four layers in it); an unknown one is an error."""
    D, H, C = 11, 8, 3
    for name, gates in GATES.items():
        count = sum(p.numel() for p in construire(name, D, H, C).parameters())
        found = round((count - C * (H + 1)) / (H * (D + H + 1.5)))
        assert found == gates, _(
            'construire("{name}", …) has the parameters of a recurrence of {found} layers '
            "D + H -> H, {gates} were expected (1 for an RNN, 3 for a GRU, 4 for an LSTM)"
        ).format(name=name, found=found, gates=gates)
    for unknown in ("transformer", "v4"):
        try:
            construire(unknown, D, H, C)
        except (ValueError, KeyError):
            continue
        raise AssertionError(
            _(
                'construire("{name}", …) gives a network although no such name exists: raise '
                "ValueError, or a misspelt name trains something else unnoticed"
            ).format(name=unknown)
        )


@check
def test_dropout(construire):
    """Dropout acts on the inputs in train mode, never in eval mode, not at all by default."""
    D, H, C = 9, 6, 4
    for name in GATES:

        def build(name=name, **kwargs):
            return trainable(construire(name, D, H, C, **kwargs))

        acts_on_inputs(build, f'construire("{name}", …)', torch.randn(3, 8, D))
