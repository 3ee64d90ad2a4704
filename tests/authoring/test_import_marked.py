"""Notebooks with marked solutions become nbgrader sources, and lose nothing but the solutions."""

import re
from pathlib import Path

import nbformat
import pytest
from common import ROOT, run_in
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)
from nbgrader.preprocessors import ClearSolutions

from corrige.authoring import ImportRefused, Marker, compose, import_notebook, reference_text
from corrige.authoring.importing._markers import CORRECTION, rewrite, scan
from corrige.authoring.importing._stripper import is_stripper
from corrige.authoring.importing._text_export import read_text_export
from corrige.course import Course, CourseError
from corrige.grading import grade, read_notebook
from corrige.grading.cells import grade_id, is_solution, is_test
from corrige.verdict import Outcome

SEED = Path(__file__).parent / "data" / "rnn_archi_corr.txt"
MARKS = ["<CORRECTION>", "</CORRECTION>"]
STUB = ["# VOTRE CODE ICI", "raise NotImplementedError()", "VOTRE RÉPONSE ICI"]
STRIPPER = """### <CORRECTION> ###
import re
texte = open("tp-corr.ipynb").read()
with open("tp.ipynb", "w") as f:
    f.write(re.sub("<CORRECTION>.*?(</CORRECTION>)", " TODO ", texte, flags=re.DOTALL))
### </CORRECTION> ###"""
ALL_FORMS = [
    new_markdown_cell("# Toutes les formes"),
    new_code_cell("import torch"),
    new_markdown_cell("## Une moyenne\n\nComplétez."),
    new_code_cell(
        "def moyenne(x, axe=0):\n"
        '    """x : (N, D) -> (D,)"""\n'
        "    ## <CORRECTION>\n"
        "    total = x.sum(dim=axe)\n"
        "\n"
        "    resultat = total / x.shape[axe]\n"
        "    ## </CORRECTION>\n"
        "    return resultat\n"
    ),
    new_code_cell(
        'x = torch.rand(4, 3)\nm = moyenne(x)\nprint("x : ", x.size())\nprint("m : ", m.size())',
        execution_count=3,
        outputs=[
            new_output("stream", text="x :  torch.Size([4, 3])\nm :  torch.Size([3])\n"),
        ],
    ),
    new_code_cell("### <CORRECTION> ###\ncentre = x - m\n### </CORRECTION> ###"),
    new_code_cell(
        "ecart = None  # <CORRECTION>\n"
        "ecart = centre.pow(2).mean(0).sqrt()  # </CORRECTION>\n"
        "# <CORRECTION> ecart est de taille (3,) </CORRECTION>\n"
        "ecart.shape",
        outputs=[
            new_output("execute_result", data={"text/plain": "torch.Size([3])"}, execution_count=5)
        ],
    ),
    new_markdown_cell(
        "Pourquoi diviser par N ?\n\n<CORRECTION>\nPour que l'échelle ne dépende pas de N.\n"
        "</CORRECTION>"
    ),
    new_markdown_cell("La moyenne est de taille <CORRECTION>(3,)</CORRECTION> ici."),
    new_code_cell("print(centre.mean(), 'fin')"),
    new_markdown_cell("# Construction du sujet"),
    new_code_cell(STRIPPER),
]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    return Course(tmp_path)


@pytest.fixture
def write(tmp_path: Path):
    def written(*cells) -> Path:
        path = tmp_path / "tp-corr.ipynb"
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return written


def released(course: Course, name: str):
    made = run_in(course.root, "nbgrader", "generate_assignment", name)
    assert made.returncode == 0, made.stderr
    return read_notebook(course.assignment(name).release / f"{name}.ipynb")


def by_regex(notebook, path: Path):
    """Make the student version as such notebooks made it themselves, on the text of the file."""
    cells = [cell for cell in notebook.cells if STRIPPER_WORDS not in cell.source]
    nbformat.write(new_notebook(cells=cells), path)
    text = path.read_text(encoding="utf-8")
    stripped = re.sub("<CORRECTION>.*?(</CORRECTION>)", " TODO ", text, flags=re.DOTALL)
    return nbformat.reads(stripped, 4)


STRIPPER_WORDS = "<CORRECTION>.*?(</CORRECTION>)"


def given_lines(notebook, *, without: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """Return the kind and the lines of each cell, without placeholders and empty lines."""
    found = []
    for cell in notebook.cells:
        if (is_test(cell) and cell.source.startswith("# Test visible")) or cell.source in without:
            continue
        text = re.sub(r"[ \t]*#*[ \t]* TODO [ \t]*#*[ \t]*", "\n", cell.source)
        lines = [line.rstrip() for line in text.split("\n")]
        found.append((cell.cell_type, [ln for ln in lines if ln and ln.strip() not in STUB]))
    return found


def test_the_release_of_the_seed_is_what_its_own_regex_made(course, tmp_path) -> None:
    origin, _notes = read_text_export(SEED.read_text(encoding="utf-8"), MARKS)
    made = import_notebook(SEED, course, "rnn_archi")
    expected = by_regex(origin, tmp_path / "stripped.ipynb")
    found = released(course, "rnn_archi")
    heading = "# Construction du sujet à partir de la correction"
    assert given_lines(found) == given_lines(expected, without=(heading,))
    assert sum(cell.source.count("TODO") for cell in expected.cells) == 2
    assert sum(cell.source.count("# VOTRE CODE ICI") for cell in found.cells) == 2
    assert [test.name for test in made.report.tests] == ["rnn_v2_visible", "rnn_v3_visible"]
    assert [note.text for note in made.report.dropped] == [
        f"{heading!r}: nothing is left below this heading",
        "it makes the student version, which nbgrader does now",
    ]


def test_the_release_of_every_form_is_what_the_regex_made(course, write, tmp_path) -> None:
    path = write(*ALL_FORMS)
    import_notebook(path, course, "formes")
    expected = by_regex(new_notebook(cells=ALL_FORMS), tmp_path / "stripped.ipynb")
    found = released(course, "formes")
    stripped = given_lines(expected, without=("# Construction du sujet",))
    inline = [(kind, [ln.strip() for ln in lines]) for kind, lines in given_lines(found)]
    assert inline == [(kind, [ln.strip() for ln in lines]) for kind, lines in stripped]
    assert "CORRECTION" not in str(found) and "SOLUTION" not in str(found)


def test_the_text_export_is_cut_where_the_notebook_had_its_cells() -> None:
    notebook, _notes = read_text_export(SEED.read_text(encoding="utf-8"), MARKS)
    kinds = "".join(cell.cell_type[0] for cell in notebook.cells)
    assert kinds == "mccmmcccmccmcmcmcmcmcmmc"
    sources = [cell.source for cell in notebook.cells]
    assert sources[7].endswith("rnn = RNN_V1(d_data, n_hidden, n_cl)")
    assert sources[8].startswith("## Faire passer les données")
    assert sources[8].endswith("aux conséquences.")
    outputs = [cell.outputs[0].text for cell in notebook.cells if cell.get("outputs")]
    assert outputs[0] == "tensor([0, 1, 1, 1, 0, 0, 1, 1, 0, 1])\n"
    assert outputs[1] == "yhat:  torch.Size([23, 10, 2])\nhidden:  torch.Size([23, 10, 50])\n"
    assert len(outputs) == 6


@pytest.mark.parametrize("points", [1])
def test_the_imported_seed_is_graded_as_its_author_would(course, points) -> None:
    made = import_notebook(SEED, course, "rnn_archi", points=points)
    utils = (ROOT / "source/rnn_architecture/utils.py").read_text(encoding="utf-8")
    (made.target.parent / "utils.py").write_text(utils, encoding="utf-8")
    stub, assignment = released(course, "rnn_archi"), course.assignment("rnn_archi")
    earned = {}
    for student, solutions in (("stub", {}), ("reference", reference_text(made.notebook))):
        submission = course.submission(student, "rnn_archi")
        submission.folder.mkdir(parents=True)
        nbformat.write(compose(stub, solutions), submission.notebook("rnn_archi"))
        (submission.folder / "utils.py").write_text(utils, encoding="utf-8")
        earned[student] = [verdict.outcome for verdict in grade(submission, assignment).verdicts]
    assert earned == {"stub": [Outcome.FAILED] * 2, "reference": [Outcome.PASSED] * 2}


LINES = st.lists(st.sampled_from(["x = 1", "    y = 'é'", "", "# note", "z = [", "]"]), max_size=4)


@given(st.lists(st.tuples(st.booleans(), LINES), min_size=1, max_size=6))
def test_nothing_outside_the_markers_is_ever_changed(parts) -> None:
    lines: list[str] = []
    for inside, text in parts:
        lines += ["    ## <CORRECTION>", *text, "    ## </CORRECTION>"] if inside else text
    source = "\n".join(lines)
    found = scan(source, [CORRECTION])
    assert not found.problems and len(found.spans) == sum(inside for inside, _ in parts)
    text, _remarks = rewrite(source, found.spans, code=True)
    if not found.spans:
        assert text == source
        return
    cell = new_code_cell(text)
    cell.metadata["nbgrader"] = {"solution": True, "schema_version": 3}
    released, _ = ClearSolutions().preprocess_cell(cell, {"language": "python"}, 0)
    stripped = re.sub("<CORRECTION>.*?(</CORRECTION>)", " TODO ", source, flags=re.DOTALL)
    expected = ["STUB" if "TODO" in line else line for line in stripped.split("\n")]
    made = released.source.replace("# YOUR CODE HERE\n", "STUB\n").split("\n")
    made = ["STUB" if "STUB" in ln else ln for ln in made if "NotImplementedError" not in ln]
    assert made == expected


def test_every_form_is_found_and_told(course, write) -> None:
    made = import_notebook(write(*ALL_FORMS), course, "formes", points=2)
    regions = [(r.cell, r.first, r.last, r.name) for r in made.report.regions]
    assert regions == [
        (4, 3, 7, "moyenne"),
        (6, 1, 3, "centre"),
        (7, 1, 2, "ecart"),
        (7, 3, 3, "ecart"),
        (8, 3, 5, "pourquoi_diviser_par_n"),
        (9, 1, 1, "la_moyenne_est_de_taille_ici"),
    ]
    tests = {test.name: test.says for test in made.report.tests}
    assert tests == {"moyenne_visible": "sizes m (3,)", "ecart_visible": "sizes ecart (3,)"}
    assert [t.points for t in made.report.by_hand] == [2, 2]
    assert [r.name for r in made.report.untested] == []
    solution = next(c for c in made.notebook.cells if grade_id(c) == "ecart")
    assert solution.source.split("\n") == [
        "ecart = None",
        "### BEGIN SOLUTION",
        "ecart = centre.pow(2).mean(0).sqrt()",
        "### END SOLUTION",
        "### BEGIN SOLUTION",
        "# ecart est de taille (3,)",
        "### END SOLUTION",
        "ecart.shape",
    ]


def test_a_solution_that_no_recorded_size_reaches_is_listed(course, write) -> None:
    cells = [
        new_code_cell("def f(x):\n    ## <CORRECTION>\n    return x\n    ## </CORRECTION>"),
        new_code_cell("print('jamais exécuté', f(x).size())"),
    ]
    report = import_notebook(write(*cells), course, "tp").report
    assert [r.name for r in report.untested] == ["f"]
    assert [str(n) for n in report.notes] == [
        "cell 2, line 1: prints sizes, but the output holds none: run the notebook, or write the "
        "test"
    ]
    assert any(line.startswith("Solutions without a test") for line in report.lines())


def test_points_are_left_to_the_author(course, write) -> None:
    made = import_notebook(write(*ALL_FORMS), course, "formes")
    points = [c.metadata.nbgrader["points"] for c in made.notebook.cells if is_test(c)]
    assert points == [0, 0]
    assert made.report.lines()[-4:] == [
        "  moyenne_visible",
        "  ecart_visible",
        "  pourquoi_diviser_par_n",
        "  la_moyenne_est_de_taille_ici",
    ]


def test_grade_ids_do_not_depend_on_where_a_cell_stands(course, write) -> None:
    first = import_notebook(write(*ALL_FORMS), course, "a", write=False).notebook
    later = import_notebook(
        write(new_markdown_cell("Un paragraphe de plus."), *ALL_FORMS), course, "a", write=False
    ).notebook
    assert [grade_id(c) for c in later.cells[1:]] == [grade_id(c) for c in first.cells]


def test_other_markers_can_be_named(course, write) -> None:
    cells = [
        new_code_cell("x = 1\n# --- solution\ny = 2\n# --- fin"),
        new_code_cell("z = 0\n# [[\nz = 3\n# ]]"),
    ]
    markers = [Marker("--- solution", "--- fin"), Marker("[[", "]]")]
    made = import_notebook(write(*cells), course, "tp", markers=markers)
    assert reference_text(made.notebook) == {"x": "x = 1\ny = 2", "z": "z = 0\nz = 3"}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["a = 1\n## <CORRECTION>\nb = 2"], "cell 1, line 2: <CORRECTION> is not closed"),
        (["a = 1", "b = 2\n\n## </CORRECTION>"], "cell 2, line 3: </CORRECTION> closes nothing"),
        (
            ["## <CORRECTION>\n## <CORRECTION>\nb\n## </CORRECTION>"],
            "cell 1, line 2: <CORRECTION> inside the region that line 1 opens",
        ),
        (["## <CORRECTION>\nb = 1\n# ]]"], "cell 1, line 3: ]] closes no <CORRECTION>"),
        (["a = 1"], "no <CORRECTION> … </CORRECTION> or [[ … ]]"),
        (["### BEGIN SOLUTION\n1\n### END SOLUTION"], "cell 1: this is nbgrader's own format"),
    ],
)
def test_markers_out_of_place_are_named_and_nothing_is_written(course, write, cells, says) -> None:
    path = write(*map(new_code_cell, cells))
    markers = [Marker("<CORRECTION>", "</CORRECTION>"), Marker("[[", "]]")]
    with pytest.raises(ImportRefused) as caught:
        import_notebook(path, course, "tp", markers=markers)
    assert says in str(caught.value) and str(path) in str(caught.value)
    assert not (course.root / "source").exists()


def test_every_marker_out_of_place_is_told_at_once(course, write) -> None:
    cells = [new_code_cell("## <CORRECTION>"), new_raw_cell("<CORRECTION>1</CORRECTION>")]
    with pytest.raises(ImportRefused) as caught:
        import_notebook(write(*cells), course, "tp")
    assert "cell 1, line 1: <CORRECTION> is not closed" in str(caught.value)
    assert "cell 2, line 1: a solution in a raw cell" in str(caught.value)


def test_only_the_tool_itself_is_dropped(write) -> None:
    marker = [Marker("<CORRECTION>", "</CORRECTION>")]
    assert is_stripper(new_code_cell(STRIPPER), marker)
    reads = new_code_cell("import re\nre.sub('<b>', '', open('a.txt').read())")
    shows = new_code_cell("print('<CORRECTION>')\nopen('a.txt')")
    assert not is_stripper(reads, marker) and not is_stripper(shows, marker)


def test_what_students_could_not_run_is_told(course, write) -> None:
    cell = new_code_cell("y = [\n## <CORRECTION>\n1,\n## </CORRECTION>\n]")
    notes = import_notebook(write(cell), course, "tp").report.notes
    assert [str(n) for n in notes] == [
        "cell 1, line 2: what students get does not parse: move the markers"
    ]


def test_markers_at_the_margin_leave_a_stub_inside_its_function(course, write) -> None:
    cell = new_code_cell("def f(x):\n## <CORRECTION>\n    return x\n## </CORRECTION>\n")
    import_notebook(write(cell), course, "tp")
    stub = next(c for c in released(course, "tp").cells if is_solution(c))
    assert stub.source.rstrip("\n") == (
        "def f(x):\n    # VOTRE CODE ICI\n    raise NotImplementedError()"
    )


def test_half_a_line_becomes_a_hint(course, write) -> None:
    made = import_notebook(write(new_code_cell("y = <CORRECTION>f(2)</CORRECTION>")), course, "tp")
    assert made.notebook.cells[0].source == (
        "# y = …\n### BEGIN SOLUTION\ny = f(2)\n### END SOLUTION"
    )
    assert "half a line" in made.report.notes[0].text


def test_an_assignment_that_exists_is_kept(course, write) -> None:
    path = write(*ALL_FORMS)
    target = import_notebook(path, course, "tp").target
    target.write_text("mine")
    with pytest.raises(ImportRefused, match="--force"):
        import_notebook(path, course, "tp")
    assert target.read_text() == "mine"
    import_notebook(path, course, "tp", force=True)
    assert target.read_text() != "mine"


def test_a_notebook_is_never_overwritten_by_its_own_import(course, write) -> None:
    target = course.root / "source" / "tp" / "tp.ipynb"
    target.parent.mkdir(parents=True)
    write(*ALL_FORMS).rename(target)
    before = target.read_bytes()
    with pytest.raises(ImportRefused, match="its own import"):
        import_notebook(target, course, "tp", force=True)
    assert target.read_bytes() == before


def test_what_jupytext_reads_is_imported_as_well(course, tmp_path) -> None:
    script = tmp_path / "tp.py"
    script.write_text(
        "# %% [markdown]\n# Une question : <CORRECTION>42</CORRECTION>\n\n"
        "# %%\n## <CORRECTION>\nx = 42\n## </CORRECTION>\n"
    )
    made = import_notebook(script, course, "tp")
    assert reference_text(made.notebook) == {"une_question": "Une question :\n42", "x": "x = 42"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tp.txt", b"Un texte sans code", "is neither a notebook"),
        ("tp.py", b"\xff\xfe", "cannot be read"),
        ("tp.ipynb", b'{"cells": [', "not valid JSON (line 1"),
    ],
)
def test_a_file_that_is_no_notebook_is_named(course, tmp_path, name, content, says) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefused) as caught:
        import_notebook(tmp_path / name, course, "tp")
    assert says in str(caught.value) and name in str(caught.value)


def test_a_name_that_tests_could_not_be_imported_from_is_refused(course, write) -> None:
    with pytest.raises(CourseError, match="rnn-archi"):
        import_notebook(write(*ALL_FORMS), course, "rnn-archi")


def test_sizes_that_do_not_depend_on_a_solution_make_no_test(course, write) -> None:
    made = import_notebook(write(*ALL_FORMS), course, "formes")
    text = "\n".join(cell.source for cell in made.notebook.cells if is_test(cell))
    assert "tuple(m.shape) == (3,)" in text and "tuple(x.shape)" not in text


def test_the_command_prints_the_report_and_no_traceback(course, write) -> None:
    path = write(*ALL_FORMS)
    tried = run_in(course.root, "corrige", "import", str(path), "--assignment", "tp", "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "(not written)" in tried.stdout and not (course.root / "source").exists()
    ran = run_in(course.root, "corrige", "import", str(path), "--assignment", "tp")
    assert ran.returncode == 0, ran.stderr
    assert "cell 4, lines 3 to 7 → moyenne" in ran.stdout
    again = run_in(course.root, "corrige", "import", str(path), "--assignment", "tp")
    assert again.returncode == 1
    assert again.stderr.startswith("Error: the assignment tp exists already")
