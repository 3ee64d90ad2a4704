"""What a proof is made of: plain values, for the table, the page, JSON and tests."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass, field
from typing import Any


class Level(enum.StrEnum):
    """How bad a finding is: what is not proven, and what is good to know."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """Something about the tests that their author should look at.

    topic: what kind of thing, one of the words in docs/proving.md. where: a cell, a file or a
    bank entry. text: what is so, and what to do.
    """

    level: Level
    topic: str
    where: str
    text: str


class Fate(enum.StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    EXPLAINED = "explained"
    SURVIVED = "survived"
    UNKNOWN = "unknown"


@dataclass
class MutantRow:
    """One mutant: which test cells kill it; why it is let live; which test came closest to it."""

    name: str
    cell: str
    operator: str
    diff: str
    fate: Fate
    killers: list[str] = field(default_factory=list)
    reason: str = ""
    closest: str = ""


@dataclass
class BankRow:
    """One known solution: what it should lose, what it loses, and what its author would read.

    messages: by test cell. generic: whether no message says more than that something failed.
    may_lose: what it loses or not, as chance has it.
    """

    name: str
    says: str
    expected: list[str]
    lost: list[str]
    messages: dict[str, str]
    generic: bool
    right: bool
    may_lose: list[str]

    @property
    def proven(self) -> bool:
        return {*self.expected} == {*self.lost}.difference(self.may_lose)


@dataclass
class CheckRow:
    """One test cell. seconds: median and longest over the seeds. failed: the seeds on which the
    reference loses it. kills: mutants and wrong entries it catches; alone: that only it catches.
    """

    cell: str
    exercise: str
    points: float
    hidden: bool
    seconds: float = 0.0
    longest: float = 0.0
    failed: list[int] = field(default_factory=list)
    mutants: int = 0
    wrong: int = 0
    alone: int = 0


@dataclass
class Proof:
    """All that was found about the tests of an assignment."""

    assignment: str
    seeds: int
    quick: bool
    unsafe: bool
    checks: list[CheckRow] = field(default_factory=list)
    bank: list[BankRow] = field(default_factory=list)
    mutants: list[MutantRow] = field(default_factory=list)
    exercises: dict[str, float] = field(default_factory=dict)
    wanted_points: float = 100.0
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level is Level.ERROR]

    @property
    def status(self) -> int:
        """The exit status: 0 where all is proven, else 1."""
        return 1 if self.errors else 0

    def mutants_with(self, *fates: Fate) -> list[MutantRow]:
        return [mutant for mutant in self.mutants if mutant.fate in fates]

    @property
    def score(self) -> float:
        """The share of killed mutants among those that behave otherwise than the reference."""
        killed = len(self.mutants_with(Fate.KILLED))
        told_apart = len(self.mutants) - len(self.mutants_with(Fate.EQUIVALENT))
        return killed / told_apart if told_apart else 1.0

    def add(self, level: Level, topic: str, where: str, text: str) -> None:
        self.findings.append(Finding(level, topic, where, text))

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self) | {"score": self.score, "status": self.status}
