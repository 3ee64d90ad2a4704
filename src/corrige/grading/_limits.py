"""How much a submission may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one notebook; hitting one ends in a verdict that names it.

    cell, test, notebook: wall-clock seconds for a cell of the student's, a test cell, all cells.
    output: bytes that one cell may print or display.
    strikes: crashes and time-outs in test cells after which the tests of the same student names
        are no longer run: they would each cost the same again.
    """

    cell: float = 30
    test: float = 15
    notebook: float = 600
    output: int = 2**20
    strikes: int = 2
