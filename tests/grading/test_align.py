"""The instructor's cells, back in their places around what the student wrote."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell

from corrige.authoring import compose
from corrige.grading import align
from corrige.grading.cells import bound_names, grade_id, is_test, used_names


@pytest.fixture
def submitted(released, reference):
    return compose(released, reference)


def ids(notebook) -> list[str | None]:
    return [grade_id(cell) for cell in notebook.cells]


def graded(source) -> list[str]:
    return [grade_id(cell) for cell in source.cells if is_test(cell)]


def test_an_honest_notebook_keeps_the_students_solutions_and_gets_the_hidden_tests(
    submitted, source, reference
) -> None:
    aligned = align(submitted, source)
    assert [name for name in ids(aligned) if name] == [name for name in ids(source) if name]
    for cell in aligned.cells:
        if grade_id(cell) in reference:
            assert cell.source == reference[grade_id(cell)]
    assert aligned.metadata["corrige"]["notes"] == []


def test_a_free_answer_stays_behind_its_question(submitted, source) -> None:
    aligned = align(submitted, source)
    place = ids(aligned).index("pourquoi_pas_recurrent")
    assert aligned.cells[place + 1].source == "VOTRE RÉPONSE ICI"


def test_every_test_cell_comes_back_however_many_were_deleted(submitted, source) -> None:
    submitted.cells = []
    aligned = align(submitted, source)
    assert [n for n in ids(aligned) if n in graded(source)] == graded(source)
    assert "absentes du notebook rendu" in aligned.metadata["corrige"]["notes"][0]


def test_forged_tests_points_and_roles_are_put_right(submitted, source) -> None:
    original = {grade_id(cell): cell for cell in source.cells}
    for cell in submitted.cells:
        if is_test(cell):
            cell.source = "pass"
            cell.metadata.nbgrader.update(points=1000, solution=True, schema_version=0)
    aligned = align(submitted, source)
    for cell in filter(is_test, aligned.cells):
        assert cell.source == original[grade_id(cell)].source
        assert cell.metadata.nbgrader == original[grade_id(cell)].metadata.nbgrader
    assert [n for n in ids(aligned) if n in graded(source)] == graded(source)
    assert any("points modifiés" in note for note in aligned.metadata["corrige"]["notes"])


def test_invented_test_cells_lose_their_metadata(submitted, source) -> None:
    cell = new_code_cell("1000.0")
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "gift", "points": 1000}
    submitted.cells.append(cell)
    aligned = align(submitted, source)
    assert "gift" not in ids(aligned)
    assert aligned.cells[-1].source == "1000.0" and "nbgrader" not in aligned.cells[-1].metadata


@pytest.mark.parametrize("metadata", [None, [], "x", {"grade_id": 3}, {"grade_id": None}])
def test_nonsense_in_a_cells_metadata_is_no_ones_loss(submitted, source, metadata) -> None:
    for cell in submitted.cells[::2]:
        cell.metadata["nbgrader"] = metadata
    aligned = align(submitted, source)
    assert [n for n in ids(aligned) if n in graded(source)] == graded(source)


def test_of_doubled_solutions_the_last_counts_and_the_first_still_runs_before(
    submitted, source
) -> None:
    twin = copy.deepcopy(next(c for c in submitted.cells if grade_id(c) == "rnn_v2"))
    twin.source = "RNN_V2 = 'the last'"
    submitted.cells.append(twin)
    aligned = align(submitted, source)
    place = ids(aligned).index("rnn_v2")
    assert aligned.cells[place].source == "RNN_V2 = 'the last'"
    assert ids(aligned).count("rnn_v2") == 1
    assert any("est en double" in note for note in aligned.metadata["corrige"]["notes"])


def test_notes_that_a_student_wrote_into_the_metadata_are_not_ours(submitted, source) -> None:
    submitted.metadata["corrige"] = {"notes": ["20/20"], "unreadable": "please"}
    assert align(submitted, source).metadata["corrige"] == {"notes": [], "unreadable": None}


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_however_cells_are_shuffled_doubled_and_dropped_tests_come_in_order(
    data, source, released
) -> None:
    submitted = copy.copy(released)
    picked = data.draw(st.lists(st.integers(0, len(released.cells) - 1), max_size=150))
    submitted.cells = [copy.deepcopy(released.cells[number]) for number in picked]
    aligned = align(submitted, source)
    assert [n for n in ids(aligned) if n in graded(source)] == graded(source)


def test_names_bound_and_used_are_read_off_the_code() -> None:
    source = "import a.b, c as d\nx, (y, *z) = 1, (2,)\ndef f(p):\n    q = p\nclass C:\n    r = 1\n"
    assert bound_names(source) == {"a", "d", "x", "y", "z", "f", "C"}
    assert used_names("f(x)[y] = g.h") == {"f", "x", "y", "g"}
    assert bound_names("def broken(") == set() == used_names("def broken(")
    assert bound_names("%time x = 1\n!ls") >= set()
