"""Every assignment of the course has tests that its bank and a sample of mutants prove good.

`corrige prove` does it with all of the bank, all mutants and 200 seeds, for many minutes.
"""

import pytest
from common import ASSIGNMENTS, ROOT

from corrige.authoring import read_bank
from corrige.authoring.proving import prove
from corrige.course import Course


def enough(name: str) -> set[str]:
    """Return a right solution of each cell, and the fewest wrong ones that fail each test cell."""
    bank = read_bank(ROOT / "bank" / name)
    right = [entry for entry in bank.values() if entry.right]
    cells = {cell for entry in right for cell in entry.cells}
    chosen = {e.name for cell in cells for e in [e for e in right if cell in e.cells][:1]}
    wrong = [entry for entry in bank.values() if not entry.right]
    left = frozenset[str]().union(*(entry.loses for entry in wrong))
    while left:
        best = max(wrong, key=lambda entry: len(entry.loses & left))
        chosen.add(best.name)
        left -= best.loses
    return chosen


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_assignment_is_proven(name) -> None:
    proof = prove(Course(ROOT), name, quick=True, seeds=1, entries=enough(name), mutants=6)
    assert any(row.right for row in proof.bank) and len(proof.mutants) == 6
    assert any(not row.right for row in proof.bank)
    told = [f"{finding.topic}, {finding.where}: {finding.text}" for finding in proof.errors]
    assert not told, "\n".join(told)
