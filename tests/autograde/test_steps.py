"""What `corrige autograde` puts in the place of nbgrader's steps refuses what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import CheckCellMetadata

from corrige.autograde._steps import _STAND_INS

VALID = {
    "schema_version": 3,
    "grade_id": "exercice",
    "grade": True,
    "solution": False,
    "locked": True,
    "task": False,
    "points": 2,
    "cell_type": "code",
}
BROKEN: dict[str, dict[str, Any]] = {
    "points below zero": {"points": -1},
    "points in words": {"points": "deux"},
    "a field unheard of": {"bonus": 3},
    "an id with a space": {"grade_id": "exercice 1"},
    "an empty id": {"grade_id": ""},
    "an old schema": {"schema_version": 2},
    "a schema yet to come": {"schema_version": 4},
    "a task in a code cell": {"task": True},
}


def notebook(*metadata: dict[str, Any]) -> NotebookNode:
    return new_notebook(
        cells=[
            new_code_cell("pass", metadata={"nbgrader": dict(one)}, id=f"c{number}")
            for number, one in enumerate(metadata)
        ]
    )


def complaint(step: type, checked: NotebookNode) -> tuple[type, str]:
    with pytest.raises(Exception) as caught:
        step().preprocess(checked, {})
    return caught.type, str(caught.value)


@pytest.mark.parametrize("what", BROKEN)
def test_metadata_that_nbgrader_refuses_are_refused_each_time(what: str) -> None:
    broken = notebook(VALID | {"grade_id": "autre"}, VALID | BROKEN[what])
    theirs = complaint(CheckCellMetadata, broken)
    ours = _STAND_INS[CheckCellMetadata]
    ours().preprocess(notebook(VALID, VALID | {"grade_id": "autre"}), {})
    assert complaint(ours, broken) == theirs
    assert complaint(ours, broken) == theirs


def test_an_id_that_is_there_twice_is_refused_though_each_cell_is_valid() -> None:
    doubled = notebook(VALID, VALID)
    assert complaint(_STAND_INS[CheckCellMetadata], doubled) == complaint(
        CheckCellMetadata, doubled
    )
