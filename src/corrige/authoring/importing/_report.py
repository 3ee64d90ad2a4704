"""What an import did, for the author to read: every region, every test, every doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

from corrige.authoring.importing._problems import Note


@dataclass(frozen=True)
class Region:
    """A solution that was found: its cell and lines in the original, its grade id in the new."""

    cell: int
    first: int
    last: int
    name: str


@dataclass(frozen=True)
class Test:
    """A test cell: its grade id, the cell of the original it stands for, and what it does."""

    name: str
    cell: int
    points: float
    says: str


@dataclass
class Report:
    """Filled while a notebook is converted; printed when all went well."""

    regions: list[Region] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    by_hand: list[Test] = field(default_factory=list)
    untested: list[Region] = field(default_factory=list)
    dropped: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the report as lines of text; a heading stands above each kind of finding."""
        found = [
            f"cell {r.cell}, line{_lines(r)} → {r.name}"
            for r in sorted(self.regions, key=lambda r: (r.cell, r.first))
        ]
        untested = dict.fromkeys(f"cell {r.cell} → {r.name}" for r in self.untested)
        unweighed = [test.name for test in [*self.tests, *self.by_hand] if not test.points]
        return [
            *_section("Solutions", found),
            *_section("Tests", map(_test, self.tests)),
            *_section("Answers corrected by hand", map(_test, self.by_hand)),
            *_section("Solutions without a test: write one, or let nobody be graded on them",
                      untested),
            *_section("Dropped", map(str, sorted(self.dropped))),
            *_section("To look at", map(str, sorted(self.notes))),
            *_section("Left for you to weigh, 0 points so far", unweighed),
        ]  # fmt: skip


def _lines(region: Region) -> str:
    if region.first == region.last:
        return f" {region.first}"
    return f"s {region.first} to {region.last}"


def _test(test: Test) -> str:
    return f"{test.name} ({test.points:g} points), from cell {test.cell}: {test.says}"


def _section(title: str, lines: object) -> list[str]:
    listed = [f"  {line}" for line in lines]  # type: ignore[attr-defined]
    return [f"{title} ({len(listed)})", *listed] if listed else [f"{title}: none"]
