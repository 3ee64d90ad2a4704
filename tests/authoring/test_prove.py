"""`corrige prove` finds what is wrong with tests, and nothing where nothing is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from common import ROOT, run_in
from proving_course import NAME, defective, sound

from corrige.authoring import new_assignment
from corrige.authoring.proving import Fate, Level, Proof, prove, replay
from corrige.course import Course, CourseError

SEEDS = 12


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> Course:
    return defective(tmp_path_factory.mktemp("defective") / "course")


@pytest.fixture(scope="module")
def proof(broken: Course) -> Proof:
    """What is found in the assignment with one of every defect."""
    return prove(broken, NAME, seeds=SEEDS)


def told(proof: Proof, topic: str) -> dict[str, str]:
    return {f.where: f.text for f in proof.findings if f.topic == topic}


def test_a_sound_assignment_is_proven_and_the_command_says_so(tmp_path) -> None:
    course = sound(tmp_path / "course")
    page, data = tmp_path / "proof.html", tmp_path / "proof.json"
    options = ("--seeds", "5", "--html", str(page), "--json", str(data))
    ran = run_in(course.root, "corrige", "prove", NAME, *options)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "all proven" in ran.stdout and "10 of 10" in ran.stdout
    found = json.loads(data.read_text())
    assert found["status"] == 0
    assert not [f for f in found["findings"] if f["level"] == "error"]
    assert {row["fate"] for row in found["mutants"]} <= {"killed", "equivalent"}
    assert len(found["mutants"]) > 15 and found["score"] == 1
    (wrong,) = (row for row in found["bank"] if not row["right"])
    assert wrong["messages"]["tp_test_values"] == "the columns are not centred"
    text = page.read_text()
    assert "Centre les lignes." in text and "the columns are not centred" in text
    assert "<script" not in text and "http" not in text


def test_a_flaky_check_is_named_with_its_seed_and_the_command_that_shows_it(proof, broken) -> None:
    (row,) = (row for row in proof.checks if row.failed)
    assert row.cell == "tp_test_flaky" and 0 < len(row.failed) < SEEDS
    seed = row.failed[0]
    command = f"corrige prove {NAME} --seed {seed} --check tp_test_flaky"
    assert command in told(proof, "reference")["tp_test_flaky"]
    ran = run_in(broken.root, *command.split())
    assert ran.returncode == 1 and "bad luck" in ran.stdout, ran.stdout + ran.stderr
    passed = next(seed for seed in range(SEEDS) if seed not in row.failed)
    assert {v.points == v.max_points for v in replay(broken, NAME, passed)} == {True}


def test_a_check_that_reads_nothing_passes_for_any_object_and_for_the_stub(proof) -> None:
    assert {*told(proof, "reads nothing")} == {"tp_test_reads_nothing"}
    assert {*told(proof, "stub")} == {"tp_test_reads_nothing"}


def test_a_redundant_check_is_noted(proof) -> None:
    assert "tp_test_redundant" in told(proof, "redundant")
    assert {f.level for f in proof.findings if f.topic == "redundant"} == {Level.NOTE}


def test_a_check_with_no_other_sizes_than_the_statement_is_named(proof) -> None:
    assert {*told(proof, "sizes")} == {"tp_test_sizes_of_statement"}
    assert "10, 23" in told(proof, "sizes")["tp_test_sizes_of_statement"]


def test_a_line_of_the_solution_in_the_release_is_a_leak(proof) -> None:
    assert {*told(proof, "leak")} == {"tp.ipynb: cell statement"}
    assert "average = x.mean" in told(proof, "leak")["tp.ipynb: cell statement"]


def test_missing_points_are_named_and_the_sum_is_shown(proof) -> None:
    found = told(proof, "points")
    assert {*found} == {"tp_test_gradient", NAME}
    assert "12 (centred 10, scaled 2), not to 100" in found[NAME]
    assert proof.exercises == {"centred": 10, "scaled": 2}


def test_a_check_that_no_cell_calls_is_named(proof) -> None:
    assert {*told(proof, "no cell")} == {"test_tp.py: test_forgotten"}


def test_a_release_that_is_out_of_date_is_named(proof) -> None:
    assert {*told(proof, "release")} == {"tp.ipynb"}


def test_a_surviving_mutant_is_shown_with_the_check_that_came_closest(proof) -> None:
    survivors = proof.mutants_with(Fate.SURVIVED)
    assert survivors and {row.cell for row in survivors} == {"scaled"}
    assert {row.name for row in survivors} == {*told(proof, "survivor")}
    changed = next(row for row in survivors if "2 * 2.0" in row.diff)
    assert "-def scaled(x, factor=2.0):" in changed.diff
    assert "values differ" in changed.reason
    assert changed.closest == "" or changed.closest.startswith("tp_test_scaled")
    assert proof.score < 1


def test_an_explanation_that_no_survivor_needs_is_stale(proof) -> None:
    assert {*told(proof, "stale")} == {"bank/tp/proof.toml"}


def test_a_right_solution_that_is_rejected_is_named(proof) -> None:
    found = told(proof, "right solution")
    assert {*found} == {"right_transposed"}
    assert "tp_test_values" in found["right_transposed"]


def test_a_wrong_solution_that_loses_other_tests_is_named(proof) -> None:
    assert "tp_test_sizes_of_statement" in told(proof, "wrong solution")["wrong_rows"]


def test_what_a_wrong_solution_may_lose_is_no_finding_either_way(proof) -> None:
    (row,) = (row for row in proof.bank if row.name == "wrong_rows")
    assert "tp_test_flaky" in row.lost
    lost = [*row.expected, "tp_test_flaky"]
    assert replace(row, lost=lost).proven and replace(row, lost=row.expected).proven
    assert not replace(row, lost=["tp_test_flaky"]).proven
    found = [one.text for one in proof.findings if one.where == "wrong_rows"]
    assert found and not any("tp_test_flaky" in text for text in found)


def test_a_message_that_names_no_misconception_is_flagged(proof) -> None:
    assert {*told(proof, "message")} == {"wrong_rows", "wrong_told_nothing"}
    assert "moyenne par colonne" in told(proof, "message")["wrong_rows"]
    assert "NameError" in told(proof, "message")["wrong_told_nothing"]


def test_a_survivor_may_be_explained(broken, proof, tmp_path) -> None:
    course = defective(tmp_path / "course")
    lines = ['[[survivors]]\nmutant = "scaled *"\nline = "factor"\nreason = "no one reads it"\n']
    (course.root / "bank" / NAME / "proof.toml").write_text("points = 12\n" + "".join(lines))
    explained = prove(course, NAME, quick=True, seeds=1)
    assert not explained.mutants_with(Fate.SURVIVED) and not told(explained, "survivor")
    assert {row.reason for row in explained.mutants_with(Fate.EXPLAINED)} == {"no one reads it"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_scaffolded_is_proven_as_it_is(language, tmp_path) -> None:
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    course = Course(tmp_path)
    new_assignment(course, "nouveau", language)
    proof = prove(course, "nouveau", seeds=5)
    assert [f"{f.where}: {f.text}" for f in proof.errors] == []
    assert proof.status == 0 and len(proof.mutants) > 20


def test_an_unknown_assignment_is_a_wrong_use(broken) -> None:
    with pytest.raises(CourseError, match="unknown here"):
        prove(broken, "tq")
    ran = run_in(broken.root, "corrige", "prove", "tq")
    assert ran.returncode == 2 and "unknown here" in ran.stderr and "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "text", ["points = ", "sum = 3\n", '[[survivors]]\nmutant = "a"\n', '[[survivors]]\nb = "a"\n']
)
def test_a_broken_proof_toml_is_named(broken, text) -> None:
    path = broken.root / "bank" / NAME / "proof.toml"
    before = path.read_text()
    path.write_text(text)
    try:
        with pytest.raises(CourseError, match=r"proof\.toml"):
            prove(broken, NAME)
    finally:
        path.write_text(before)
