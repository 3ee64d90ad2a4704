"""What the author states about a proof: bank/<assignment>/proof.toml."""

from __future__ import annotations

import fnmatch
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from corrige.authoring.proving.mutants import Mutant
from corrige.course import CourseError

NAME = "proof.toml"


@dataclass
class Explanation:
    """Why mutants may live.

    mutant: pattern of `cell operator`, as in "rnn_v? other init". line: a part of the mutated
    text that must occur in the diff, may be empty. used: whether a survivor matched.
    """

    mutant: str
    reason: str
    line: str = ""
    used: bool = False

    def covers(self, mutant: Mutant) -> bool:
        changed = [ln[1:] for ln in mutant.diff.splitlines()[3:] if ln.startswith(("+", "-"))]
        return fnmatch.fnmatchcase(f"{mutant.cell} {mutant.operator}", self.mutant) and (
            not self.line or any(self.line in text for text in changed)
        )


@dataclass
class Expected:
    """The points of the assignment, and the survivors that are as they should be."""

    points: float = 100.0
    survivors: list[Explanation] = field(default_factory=list)

    def explanation(self, mutant: Mutant) -> str:
        """Return the reason why a survivor may live, or ""."""
        for explanation in self.survivors:
            if explanation.covers(mutant):
                explanation.used = True
                return explanation.reason
        return ""


def read_expected(folder: Path) -> Expected:
    """Return what `proof.toml` in the bank says; without the file, the defaults.

    Raises CourseError, naming the file, where it is not as docs/proving.md describes.
    """
    path = folder / NAME
    if not path.is_file():
        return Expected()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if unknown := data.keys() - {"points", "survivors"}:
            raise ValueError(f"unknown key {min(unknown)!r}")
        survivors = [Explanation(**one) for one in data.get("survivors", [])]
        if not all(one.reason.strip() for one in survivors):
            raise ValueError("a survivor without a reason")
        return Expected(float(data.get("points", 100)), survivors)
    except (ValueError, TypeError, AttributeError) as error:
        raise CourseError(
            f"{path}: {error}; it holds `points = 100` and tables [[survivors]] with `mutant`, "
            "`reason` and, if you like, `line`"
        ) from error
