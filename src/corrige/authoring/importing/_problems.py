"""What stands in the way of an import, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Note:
    """Something about a cell that the author should know; cells and lines count from 1."""

    cell: int
    line: int | None
    text: str

    def __str__(self) -> str:
        place = f"cell {self.cell}" + ("" if self.line is None else f", line {self.line}")
        return f"{place}: {self.text}"


class ImportRefused(Exception):
    """The notebook cannot be imported as it is, and nothing was written; the text says why."""

    @classmethod
    def because(cls, origin: object, notes: Iterable[Note], next_step: str) -> ImportRefused:
        lines = [f"{origin} was not imported, nothing was written:"]
        return cls("\n".join([*lines, *(f"  {note}" for note in sorted(notes)), next_step]))
