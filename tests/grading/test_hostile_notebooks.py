"""Notebooks that must not stop grading, nor cost more than their own questions."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from corrige.course import Assignment, Submission
from corrige.grading import Limits, grade, read_notebook
from corrige.grading._grade import How
from corrige.grading.cells import bound_names, code_text

SEND = """
kernel = get_ipython().kernel
kernel.session.send(kernel.iopub_socket, {kind!r}, content={content}, parent=kernel.get_parent())
"""
MALFORMED = [
    SEND.format(kind="stream", content={}),
    SEND.format(kind="comm_msg", content={}),
    SEND.format(kind="error", content={"ename": 5, "evalue": None, "traceback": 3}),
    'display({"text/html": 5}, raw=True)',
]
FOREVER = "\nwhile True: pass"


def _cell(name: str, source: str, **role):
    data = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": "code", **role}
    return new_code_cell(source, metadata={"nbgrader": data}, id=name)


@pytest.fixture
def graded(tmp_path: Path):
    source, folder = tmp_path / "source" / "lab", tmp_path / "submitted" / "lab"
    source.mkdir(parents=True)
    folder.mkdir(parents=True)
    (source / "data").mkdir()
    (source / "data" / "x.txt").write_text("ours")
    (source / "utils.py").write_text("ours = True")
    role = {"grade": False, "solution": True, "locked": False}
    test = {"grade": True, "solution": False, "locked": True, "points": 1}
    solution = _cell("answer", "def f(): return 1", **role)
    notebook = new_notebook(cells=[solution, _cell("test", "seen = f()\nassert seen == 1", **test)])
    nbformat.write(notebook, source / "lab.ipynb")

    def run(*added, answer: str = "def f(): return 1", spec: dict[str, str] | None = None):
        notebook.cells[0].source = answer
        notebook.cells[1:1] = list(added)
        notebook.metadata["kernelspec"] = spec or {"name": "python3", "display_name": "Python 3"}
        (folder / "lab.ipynb").write_text(json.dumps(notebook))
        assignment = Assignment("lab", source, tmp_path / "release", tmp_path / "none" / "lab")
        how = How(limits=Limits(cell=2, test=5, notebook=60), unsafe=True)
        return grade(Submission("eve", "lab", folder), assignment, how)

    run.folder = folder
    return run


@pytest.mark.parametrize("source", MALFORMED)
def test_malformed_messages_of_a_kernel_are_dropped(graded, source) -> None:
    assert [v.points for v in graded(new_code_cell(source)).verdicts] == [1]


def test_an_exception_counts_as_output(graded) -> None:
    result = graded(new_code_cell("raise ValueError('x' * 3_000_000)"))
    assert [v.points for v in result.verdicts] == [1]
    text = nbformat.writes(result.notebooks[0].notebook)
    assert "affiche plus que permis" in text and len(text) < 100_000


def test_a_long_sum_is_no_crash(graded) -> None:
    text = "long = " + " + ".join(["1"] * 700)
    assert bound_names(text) == {"long"}
    assert text in code_text([new_code_cell(text)])
    assert [v.points for v in graded(new_code_cell(text)).verdicts] == [1]


@pytest.mark.parametrize("make", [new_code_cell, new_markdown_cell])
def test_half_a_surrogate_pair_can_be_graded_and_written(graded, tmp_path, make) -> None:
    result = graded(make("x = '\ud800'"))
    assert [v.points for v in result.verdicts] == [1]
    nbformat.write(read_notebook(graded.folder / "lab.ipynb"), tmp_path / "written.ipynb")


@pytest.mark.parametrize(
    ("added", "answer"),
    [
        ("seen = f()" + FOREVER, "def f(): return 1"),
        ("def f(): return 1" + FOREVER, "def f(): return 1"),
        ("def f(): return 1", "def f(): return 1" + FOREVER),
    ],
)
def test_a_cell_that_does_not_end_loses_no_name_that_another_cell_gives(
    graded, added, answer
) -> None:
    assert [v.points for v in graded(new_code_cell(added), answer=answer).verdicts] == [1]


def test_links_in_a_submission_are_not_written_through(graded, tmp_path) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "folder"
    victim.write_text("precious")
    folder.mkdir()
    (graded.folder / "utils.py").symlink_to(victim)
    (graded.folder / "data").symlink_to(folder)
    look = new_code_cell("from utils import ours; assert open('data/x.txt').read() == 'ours'")
    result = graded(look)
    assert victim.read_text() == "precious" and not list(folder.iterdir())
    assert not any(
        o.output_type == "error"
        for c in result.notebooks[0].notebook.cells
        for o in c.get("outputs", [])
    )


def test_a_file_named_like_one_of_our_folders_is_no_crash(graded) -> None:
    (graded.folder / "data").write_text("theirs")
    (graded.folder / "utils.py").mkdir()
    assert [v.points for v in graded().verdicts] == [1]


def test_notes_are_text_and_no_html(graded) -> None:
    result = graded(spec={"name": "x", "display_name": "x", "language": "<script>x</script>"})
    text = "\n".join(c.source for c in result.notebooks[0].notebook.cells)
    assert "&lt;script&gt;" in text and "<script>" not in text


def test_a_value_too_large_for_the_wall_costs_its_own_test_alone(tmp_path) -> None:
    source, folder = tmp_path / "source" / "lab", tmp_path / "submitted" / "lab"
    source.mkdir(parents=True)
    folder.mkdir(parents=True)
    role = {"grade": False, "solution": True, "locked": False}
    test = {"grade": True, "solution": False, "locked": True, "points": 1}
    large = "import torch\ndef f(): return torch.zeros(1).expand(10**9)"
    cells = [
        _cell("one", large, **role),
        _cell("test_one", "assert f() == 1", **test),
        _cell("two", "def g(): return 2", **role),
        _cell("test_two", "assert g() == 2", **test),
    ]
    for place in (source, folder):
        nbformat.write(new_notebook(cells=cells), place / "lab.ipynb")
    assignment = Assignment("lab", source, tmp_path / "release", tmp_path / "none" / "lab")
    graded = grade(Submission("eve", "lab", folder), assignment)
    assert [str(v.outcome) for v in graded.verdicts] == ["ungradable", "passed"]
