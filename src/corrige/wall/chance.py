"""The generators of both sides: in step where tests expect it, and ours never foreseeable."""

from __future__ import annotations

import functools
import hashlib
import secrets

import torch


class Chance:
    """Keeps the student's generator in step with ours without showing ours.

    Whenever the verifier's torch generator was seeded or drawn from since the last request, the
    student's is seeded too: with the test's own seed where the test has just called
    `manual_seed`, so that equal seeds give equal weights on both sides; otherwise with a keyed
    hash of our state. Ours then jumps to a secret state, so that the student's side can foresee
    nothing that the test draws later. Nothing is ever read back from the student's generator.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._key = (
            secrets.token_bytes(32) if seed is None else _digest(b"wall", str(seed).encode())
        )
        self._settled: torch.Tensor | None = None
        # The state that `note` met last, what came of it, and the seed that was told.
        self._before: torch.Tensor | None = None
        self._after = torch.empty(0)
        self._told = 0

    def secret(self, purpose: str) -> int:
        return int.from_bytes(_digest(self._key, purpose.encode())[:8], "big") >> 1

    def settle(self) -> None:
        torch.default_generator.manual_seed(self.secret("verifier"))
        self._settled = torch.default_generator.get_state()

    def note(self) -> int | None:
        state = torch.default_generator.get_state()
        if self._settled is not None and torch.equal(state, self._settled):
            return None
        if self._before is not None and torch.equal(state, self._before):
            # Many calls are made from one state; what follows from it was worked out already.
            torch.default_generator.set_state(self._after)
            self._settled = self._after
            return self._told
        self._before = state
        raw = state.numpy().tobytes()
        seed = int(torch.initial_seed())
        if not torch.equal(_state_of(seed), state):
            seed = int.from_bytes(_digest(self._key, b"theirs" + raw)[:8], "big") >> 1
        jump = int.from_bytes(_digest(self._key, b"ours" + raw)[:8], "big") >> 1
        torch.default_generator.manual_seed(jump)
        self._settled = self._after = torch.default_generator.get_state()
        self._told = seed
        return seed


@functools.lru_cache(maxsize=8)
def _state_of(seed: int) -> torch.Tensor:
    return torch.Generator().manual_seed(seed).get_state()


def _digest(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, key=key, digest_size=32).digest()
