"""Random numbers of a known seed that leave the generator as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw from torch's CPU generator as after `manual_seed(seed)`, and put its state back.

    `torch.manual_seed` and `fork_rng` also visit the devices that are not there, at twenty times
    the price; checks compute on the CPU.
    """
    generator = torch.default_generator
    state = generator.get_state()
    generator.manual_seed(seed)
    try:
        yield
    finally:
        generator.set_state(state)
