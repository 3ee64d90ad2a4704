"""How a notebook falls into questions."""

from __future__ import annotations

import pytest
from feedback.conftest import given
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from corrige.feedback._grades import Grades, Mark
from corrige.feedback._questions import heading_of, questions
from corrige.feedback._students_view import StudentsView
from corrige.standing import Result, State


def cell(name: str, source: str = "", kind: str = "code", **role: bool):
    make = new_code_cell if kind == "code" else new_markdown_cell
    data = {"grade_id": name, "schema_version": 3, "cell_type": kind, "points": 2,
            "grade": False, "solution": False, "task": False, "locked": True}  # fmt: skip
    return make(source, metadata={"nbgrader": {**data, **role}})


def asked(*cells, **marks: Result):
    notebook = new_notebook(cells=list(cells))
    notebook, _ = StudentsView().preprocess(notebook, {})
    graded = [c.metadata.nbgrader.grade_id for c in cells
              if c.metadata.nbgrader.grade or c.metadata.nbgrader.task]  # fmt: skip
    passed = Result(State.PASSED, 2.0)
    every = {name: Mark(marks.get(name, passed), 2.0, False) for name in graded}
    return questions(notebook, Grades("ada", every, {}, 0.0, 0.0, 0.0))


SOLUTION, TEST, ANSWER = {"solution": True}, {"grade": True}, {"grade": True, "solution": True}


def test_a_question_is_named_after_the_heading_before_it_or_after_its_cell() -> None:
    found = asked(
        given("a", "# TP\n\n## Exercice 1 ##"),
        cell("f", **SOLUTION), cell("f_test", **TEST),
        cell("g", **SOLUTION), cell("g_test", **TEST),
        given("b", "```\n# du code\n```\n\n## Exercice 2\n\n### Indications"),
        cell("why", kind="markdown", **ANSWER),
    )  # fmt: skip
    assert [(q.title, [p.name for p in q.parts]) for q in found] == [
        ("Exercice 1", ["f_test"]), ("g", ["g_test"]), ("Exercice 2", ["why"]),
    ]  # fmt: skip
    assert [(q.statement, q.answers) for q in found] == [(0, [1]), (None, [3]), (5, [6])]


def test_points_without_a_cell_to_fill_in_are_a_question_as_well() -> None:
    found = asked(cell("first", **TEST), cell("task", "## À rendre", kind="markdown", task=True))
    assert [(q.title, q.max_points) for q in found] == [("first", 4.0)]


def test_checks_that_say_the_same_are_told_once_and_others_apart() -> None:
    lost = {"a": "introuvable", "b": "introuvable", "c": "autre chose"}
    results = {name: Result(State.FAILED, 0.0, text) for name, text in lost.items()}
    (question,) = asked(cell("f", **SOLUTION), *(cell(n, **TEST) for n in "abcd"), **results)
    told = [(told.finding, [part.name for part in told.parts]) for told in question.wanting]
    assert told == [("introuvable", ["a", "b"]), ("autre chose", ["c"])]
    assert [part.name for part in question.passed] == ["d"]


@pytest.mark.parametrize("state", [State.FAILED, State.UNGRADABLE])
def test_hints_are_for_what_is_wrong_not_for_what_could_not_be_judged(state: State) -> None:
    test = cell("t", "# Tests visibles (2 points) : petits\n# Voir : le cours\nassert f()", **TEST)
    (question,) = asked(cell("f", **SOLUTION), test, t=Result(state, 0.0, "m"))
    (part,) = question.parts
    assert part.title == "petits"
    assert part.see == (("le cours",) if state is State.FAILED else ())


def test_text_without_a_heading_names_nothing() -> None:
    assert heading_of("# dans un commentaire `#x`") == "dans un commentaire `#x`"
    assert heading_of("texte\n#pas un titre\n") == ""
