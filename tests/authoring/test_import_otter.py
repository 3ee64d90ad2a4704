"""Notebooks in otter-assign's format v1 keep their questions, tests and points."""

from pathlib import Path

import nbformat
import pytest
from common import ROOT, run_in
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from corrige.authoring import ImportRefused, compose, import_notebook, reference_text
from corrige.authoring.importing._otter_solutions import read_solutions
from corrige.authoring.importing._otter_tests import OtterTest, weigh
from corrige.course import Course
from corrige.grading import grade, read_notebook
from corrige.grading.cells import grade_id, is_test
from corrige.verdict import Outcome

raw, text = new_raw_cell, new_markdown_cell


def code(source: str, shown: str | None = None, printed: str | None = None):
    outputs = []
    if printed is not None:
        outputs.append(new_output("stream", text=printed))
    if shown is not None:
        outputs.append(new_output("execute_result", data={"text/plain": shown}))
    return new_code_cell(source, outputs=outputs, execution_count=1)


def question(*cells, begin: str = "name: q1"):
    return [raw(f"# BEGIN QUESTION\n{begin}"), *cells, raw("# END QUESTION")]


def block(kind: str, *cells):
    return [raw(f"# BEGIN {kind}"), *cells, raw(f"# END {kind}")]


NOTEBOOK = [
    raw("# ASSIGNMENT CONFIG\nrequirements: requirements.txt\nfiles:\n    - data.csv"),
    code("import math"),
    code("## Ignore ##\nprint('for nobody')"),
    *question(
        text("**Question 1.** Write `square`."),
        *block("SOLUTION", code(
            "def square(x):\n"
            "    y = x * x # SOLUTION NO PROMPT\n"
            "    return y # SOLUTION\n"
            "\n"
            "nine = square(3) # SOLUTION\n"
            "# BEGIN IGNORE\n"
            "secret = 1\n"
            "# END IGNORE"
        )),
        *block("TESTS",
            code('""" # BEGIN TEST CONFIG\npoints: 2\nfailure_message: nine is not 9\n'
                 '""" # END TEST CONFIG\nnine == 9', "True"),
            code("square(4)", "16"),
            code("# HIDDEN\nprint(square(2))\nsquare(5)", "25", "4\n"),
            code("for i in range(3):\n    print(square(i))", printed="0\n1\n4\n"),
        ),
        begin="name: q1\npoints: 8",
    ),
    *question(
        text("**Question 2.** Why?"),
        *block("PROMPT", text("_Because…_")),
        *block("SOLUTION", text("Because a square is a product.")),
        begin="name: q2\nmanual: true\npoints: 3",
    ),
    text("```otter\n# BEGIN QUESTION\nname: q3\npoints:\n    each: 2\n```"),
    text("**Question 3.** The root."),
    *block("SOLUTION", code(
        "def root(x):\n"
        "    # BEGIN SOLUTION NO PROMPT\n"
        "    return math.sqrt(x)\n"
        "    # END SOLUTION\n"
        '    """ # BEGIN PROMPT\n'
        "    # Use the module math.\n"
        "    pass\n"
        '    """; # END PROMPT'
    )),
    *block("TESTS",
        code("def test_root(root):\n    assert root(9) == 3\n\ntest_root(root)  # IGNORE"),
        code('""" # BEGIN TEST CONFIG\nhidden: true\n""" # END TEST CONFIG\n'
             'def test_env(env):\n    assert env["root"](2) > 1.41'),
    ),
    text("```otter\n# END QUESTION\n```"),
    text("The end."),
]  # fmt: skip


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    return Course(tmp_path)


@pytest.fixture
def write(tmp_path: Path):
    def written(*cells, **metadata) -> Path:
        path = tmp_path / "hw01.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
        return path

    return written


def test_questions_tests_and_points_are_kept(course, write) -> None:
    made = import_notebook(write(*NOTEBOOK), course, "hw01", language="en")
    cells = {grade_id(cell): cell for cell in made.notebook.cells}
    points = {n: c.metadata.nbgrader["points"] for n, c in cells.items() if is_test(c)}
    assert points == {
        "q1_test_1": 2, "q1_test_2": 2, "q1_test_3": 2, "q1_test_4": 2,
        "q3_test_1": 2, "q3_test_2": 2,
    }  # fmt: skip
    assert cells["q2"].metadata.nbgrader["points"] == 3
    assert cells["q1"].source.split("\n") == [
        "def square(x):",
        "    ### BEGIN SOLUTION",
        "    y = x * x",
        "    return y",
        "    ### END SOLUTION",
        "",
        "# nine = ...",
        "### BEGIN SOLUTION",
        "nine = square(3)",
        "### END SOLUTION",
    ]
    assert cells["q1_test_1"].source == "assert nine == 9, 'nine is not 9'"
    assert cells["q1_test_2"].source == "assert (square(4)) == 16"
    assert cells["q1_test_3"].source.startswith("# Hidden test\n### BEGIN HIDDEN TESTS\n")
    assert cells["q3"].source.endswith("    # Use the module math.\n    # pass")
    assert "secret" not in str(made.notebook) and "for nobody" not in str(made.notebook)
    assert made.notebook.cells[-1].source == "The end."
    dropped = [str(note) for note in made.report.dropped]
    assert dropped == [
        "cell 1: otter's own configuration (requirements, files)",
        "cell 3: ## Ignore ##: it is in no version",
    ]
    assert [r.name for r in made.report.untested] == []


def test_an_imported_notebook_is_graded_as_otter_would(course, write) -> None:
    made = import_notebook(write(*NOTEBOOK), course, "hw01", language="en")
    ran = run_in(course.root, "nbgrader", "generate_assignment", "hw01")
    assert ran.returncode == 0, ran.stderr
    assignment = course.assignment("hw01")
    stub = read_notebook(assignment.release / "hw01.ipynb")
    shown = "\n".join(cell.source for cell in stub.cells)
    for hidden in ("x * x", "math.sqrt", "square(5)", "1.41", "is a product", "SOLUTION"):
        assert hidden not in shown
    assert "_Because…_" in shown and "# nine = ..." in shown
    reference = reference_text(made.notebook)
    wrong = reference["q1"].replace("x * x", "x + x")
    students = {"stub": {}, "reference": reference, "wrong": {**reference, "q1": wrong}}
    earned = {}
    for student, solutions in students.items():
        submission = course.submission(student, "hw01")
        submission.folder.mkdir(parents=True)
        nbformat.write(compose(stub, solutions), submission.notebook("hw01"))
        verdicts = grade(submission, assignment).verdicts
        assert {v.outcome for v in verdicts} <= {Outcome.PASSED, Outcome.FAILED}
        earned[student] = [v.points for v in verdicts]
    assert earned == {
        "stub": [0, 0, 0, 0, 0, 0],
        "reference": [2, 2, 2, 2, 2, 2],
        "wrong": [0, 0, 0, 0, 2, 2],
    }


def test_a_test_that_says_nothing_gets_no_points_and_is_told(course, write) -> None:
    cells = question(
        *block("SOLUTION", code("x = 1 # SOLUTION")),
        *block("TESTS", new_code_cell("x == 1"), code("x == 1", "True"), code("y = x")),
        begin="name: q1\npoints: 3",
    )
    report = import_notebook(write(*cells), course, "hw").report
    assert [t.points for t in report.tests] == [0, 1, 0]
    assert [n.cell for n in report.notes] == [6, 8]
    assert "never run" in report.notes[0].text and "displays nothing" in report.notes[1].text


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (block("SOLUTION", code("x")), "cell 1, line 1: # BEGIN SOLUTION outside a question"),
        (question(code("x"))[:-1], "cell 1, line 1: # BEGIN QUESTION is not closed"),
        (question(raw("# BEGIN TESTS")), "cell 3, line 1: # END QUESTION inside the block that"),
        (question(raw("# END TESTS")), "cell 2, line 1: # END TESTS without # BEGIN TESTS"),
        (question(*question()), "cell 2, line 1: # BEGIN QUESTION inside the question that cell 1"),
        (question(begin="points: 2"), "cell 1, line 1: the question has no `name`"),
        (question(begin="name: [q1"), "cell 1, line "),
        (question() + question(), "several questions are named 'q1'"),
        (
            question(*block("SOLUTION", code("# BEGIN SOLUTION\nx"))),
            "cell 3, line 1: # BEGIN SOLUTION is not closed in this cell",
        ),
        (
            question(*block("TESTS", code("x", "1")), begin="name: q\npoints: [1, 2]"),
            "cell 1: 2 points for 1 tests",
        ),
        (question(*block("TESTS", text("x"))), "cell 3: a cell that is no code"),
        (question(*block("PROMPT", text("x"))), "cell 3: a prompt without a solution"),
        (question(begin="name: q\nmanual: true"), "cell 1: a question corrected by hand has no"),
    ],
)
def test_what_is_unbalanced_or_disagrees_is_refused(course, write, cells, says) -> None:
    path = write(*cells)
    with pytest.raises(ImportRefused) as caught:
        import_notebook(path, course, "hw")
    assert says in str(caught.value) and "nothing was written" in str(caught.value)
    assert not (course.root / "source").exists()


def test_a_notebook_in_another_language_is_refused(course, write) -> None:
    spec = {"name": "ir", "display_name": "R", "language": "R"}
    with pytest.raises(ImportRefused, match="is in R"):
        import_notebook(write(*question(), kernelspec=spec), course, "hw")


def test_a_question_with_a_prompt_alone_is_answered_under_it(course, write) -> None:
    cells = question(*block("PROMPT", text("Here:")), begin="name: q1\nmanual: true\npoints: 4")
    made = import_notebook(write(*cells), course, "hw")
    assert made.notebook.cells[0].source == "Here:\n### BEGIN SOLUTION\n### END SOLUTION"
    assert [str(n) for n in made.report.notes] == [
        "cell 3: no solution is given: graders will see none"
    ]


def test_code_of_a_prompt_stands_above_the_solution(course, write) -> None:
    cells = question(
        *block("PROMPT", code("x = ...")), *block("SOLUTION", code("x = 2 # SOLUTION"))
    )
    made = import_notebook(write(*cells), course, "hw")
    assert reference_text(made.notebook)["q1"] == "x = ...\n# x = ...\nx = 2"
    assert [r.name for r in made.report.untested] == ["q1"]


def test_points_are_resolved_as_otter_does() -> None:
    def tests(*points):
        return [OtterTest("x", "1", True, True, False, p, None) for p in points]

    assert weigh(None, tests(None, None)) == [0.5, 0.5]
    assert weigh(None, tests(2, None)) == [2, 0]
    assert weigh(8, tests(2, None, None)) == [2, 3, 3]
    assert weigh([1, 3], tests(None, None)) == [1, 3]
    assert weigh({"each": 2}, tests(None, None)) == [2, 2]
    for points, given in ((1, (2, None)), (5, (2, 2)), ("many", (None,)), ([1], (None, None))):
        with pytest.raises(ValueError):
            weigh(points, tests(*given))


def test_lines_that_follow_one_another_share_a_stub() -> None:
    found = read_solutions("np.random.seed(42) # SEED\nz = f() # SOLUTION\nz")
    assert found.text.split("\n") == [
        "# z = ...",
        "### BEGIN SOLUTION",
        "np.random.seed(42)",
        "z = f()",
        "### END SOLUTION",
        "z",
    ]
    assert found.regions == [(1, 2)]
