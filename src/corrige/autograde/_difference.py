"""What another grading would change, as values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corrige.gradebook import StoredCell, StoredSubmission, SubmissionRecord
from corrige.verdict import Verdict

# Inputs are drawn anew in each grading, so that measured values differ between two of the same.
_MEASURED = re.compile(r"-?\d*\.\d+(e[+-]?\d+)?|-?\d+e[+-]?\d+|\bnan\b|\binf\b")


@dataclass(frozen=True)
class Judged:
    """A cell as one grading leaves it: the autograder's points (None: for a person), and why."""

    points: float | None
    outcome: str | None = None
    message: str = ""

    def like(self, other: Judged) -> bool:
        """Whether nobody would see another result: measured values in a message do not count."""
        return (self.points, self.outcome, _MEASURED.sub("#", self.message)) == (
            other.points,
            other.outcome,
            _MEASURED.sub("#", other.message),
        )


@dataclass(frozen=True)
class CellChange:
    """A cell that would end otherwise; `before` is None where it was not graded.

    manual: a person's points, which count before and after.
    """

    notebook: str
    cell: str
    before: Judged | None
    after: Judged
    manual: float | None = None


@dataclass(frozen=True)
class Difference:
    """What a submission is worth, before (None: it was never graded) and after."""

    before: float | None
    after: float
    cells: tuple[CellChange, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.cells) or self.before is None or abs(self.before - self.after) > 1e-9


Verdicts = Mapping[str, Mapping[str, Verdict]]
"""By notebook and grade id."""


def regraded(
    stored: StoredSubmission, record: SubmissionRecord, missing: frozenset[str]
) -> StoredSubmission:
    """Return the submission as it would stand; a missing notebook earns nothing."""
    notebooks = dict(stored.notebooks)
    for notebook in record.notebooks:
        notebooks[notebook.name] = notebooks[notebook.name].regraded(notebook.scores)
    for name in missing & notebooks.keys():
        notebooks[name] = notebooks[name].regraded(dict.fromkeys(notebooks[name].cells, 0.0))
    return replace(stored, notebooks=notebooks)


def changes(
    stored: StoredSubmission | None,
    kept: Verdicts,
    after: StoredSubmission,
    record: SubmissionRecord,
) -> tuple[CellChange, ...]:
    """Return the cells whose points, outcome or message would change.

    stored, kept: what the gradebook and the autograded notebooks hold.
    """
    new = {
        notebook.name: {v.cell: v for v in map(Verdict.from_json, notebook.verdicts)}
        for notebook in record.notebooks
    }
    found = []
    for name, notebook in after.notebooks.items():
        old = stored.notebooks[name].cells if stored and name in stored.notebooks else {}
        for cell, score in notebook.cells.items():
            then = _judged(old[cell], kept.get(name, {}).get(cell)) if cell in old else None
            now = _judged(score, new.get(name, kept.get(name, {})).get(cell))
            if then is None or not then.like(now):
                found.append(CellChange(name, cell, then, now, score.manual))
    return tuple(found)


def _judged(stored: StoredCell, verdict: Verdict | None) -> Judged:
    if verdict is None:
        return Judged(stored.auto)
    return Judged(stored.auto, str(verdict.outcome), verdict.message)
