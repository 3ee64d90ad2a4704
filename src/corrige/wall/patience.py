"""How long either side of the wall waits for the other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Deadlines in seconds: one answer, all answers of one test cell, the first sign of life."""

    call: float = 20.0
    cell: float = 60.0
    start: float = 20.0
