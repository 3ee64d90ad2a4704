"""Checks for sequence models that any course can use.

A check is a pytest function decorated with `check`; its arguments are names of the student's.
This package imports torch and the standard library alone: it also runs where students run it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from corrige.checks._messages import language, speaking, translate, use_catalog

if TYPE_CHECKING:
    from corrige.checks._check import check, check_seed, sizes
    from corrige.checks._compare import close, differ
    from corrige.checks._gradients import every_parameter_learns, gradient_reaches_every_step
    from corrige.checks._honesty import (
        Snapshot,
        assert_deterministic,
        check_gradient,
        snapshot,
    )
    from corrige.checks._network import Network, Run, Sizes
    from corrige.checks._outputs import (
        has_biases,
        log_probabilities,
        output_is_of_last_state,
        output_is_read_from_states,
        outputs_are_causal,
        raw_scores,
    )
    from corrige.checks._recurrence import (
        batch_is_independent,
        is_causal,
        memory_is_carried,
        no_hidden_means_zeros,
        splits_anywhere,
        state_is_bounded,
        state_is_carried,
        uses_given_cell_state,
        uses_given_hidden,
    )
    from corrige.checks._repeat import inputs_are_left_alone, nothing_is_kept_between_calls
    from corrige.checks._rules import forbids, requires, source_of, use_notebook
    from corrige.checks._shapes import has_shapes

_HOMES = {
    "Network": "_network",
    "Run": "_network",
    "Sizes": "_network",
    "Snapshot": "_honesty",
    "assert_deterministic": "_honesty",
    "batch_is_independent": "_recurrence",
    "check": "_check",
    "check_gradient": "_honesty",
    "check_seed": "_check",
    "close": "_compare",
    "differ": "_compare",
    "every_parameter_learns": "_gradients",
    "forbids": "_rules",
    "gradient_reaches_every_step": "_gradients",
    "has_biases": "_outputs",
    "has_shapes": "_shapes",
    "inputs_are_left_alone": "_repeat",
    "is_causal": "_recurrence",
    "log_probabilities": "_outputs",
    "memory_is_carried": "_recurrence",
    "no_hidden_means_zeros": "_recurrence",
    "nothing_is_kept_between_calls": "_repeat",
    "output_is_of_last_state": "_outputs",
    "output_is_read_from_states": "_outputs",
    "outputs_are_causal": "_outputs",
    "raw_scores": "_outputs",
    "requires": "_rules",
    "sizes": "_check",
    "snapshot": "_honesty",
    "source_of": "_rules",
    "splits_anywhere": "_recurrence",
    "state_is_bounded": "_recurrence",
    "state_is_carried": "_recurrence",
    "use_notebook": "_rules",
    "uses_given_cell_state": "_recurrence",
    "uses_given_hidden": "_recurrence",
}

MODULES = tuple(sorted(set(_HOMES.values())))
"""The modules that are loaded late, for whoever wants them early."""

__all__ = [
    "Network",
    "Run",
    "Sizes",
    "Snapshot",
    "assert_deterministic",
    "batch_is_independent",
    "check",
    "check_gradient",
    "check_seed",
    "close",
    "differ",
    "every_parameter_learns",
    "forbids",
    "gradient_reaches_every_step",
    "has_biases",
    "has_shapes",
    "inputs_are_left_alone",
    "is_causal",
    "language",
    "log_probabilities",
    "memory_is_carried",
    "no_hidden_means_zeros",
    "nothing_is_kept_between_calls",
    "output_is_of_last_state",
    "output_is_read_from_states",
    "outputs_are_causal",
    "raw_scores",
    "requires",
    "sizes",
    "snapshot",
    "source_of",
    "speaking",
    "splits_anywhere",
    "state_is_bounded",
    "state_is_carried",
    "translate",
    "use_catalog",
    "use_notebook",
    "uses_given_cell_state",
    "uses_given_hidden",
]


def __getattr__(name: str) -> Any:
    """Load what needs torch when it is first used: messages are needed where torch is not."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
