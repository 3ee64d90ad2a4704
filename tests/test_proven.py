"""Every assignment of the course has tests that its bank and a sample of mutants prove good."""

import pytest
from common import ASSIGNMENTS, ROOT

from corrige.authoring.proving import prove
from corrige.course import Course


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_assignment_is_proven(name) -> None:
    proof = prove(Course(ROOT), name, quick=True, seeds=3)
    assert proof.checks and any(row.right for row in proof.bank)
    assert any(not row.right for row in proof.bank) and proof.mutants
    assert proof.errors == []
