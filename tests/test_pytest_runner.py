"""`pytest grader_tests/<assignment> --submission …`, as a grader runs it."""

from pathlib import Path

import nbformat
import pytest
from common import ASSIGNMENT, ROOT, run_in

from corrige.authoring import compose


@pytest.fixture
def submit(tmp_path: Path, released, reference, bank):
    def write(*uses: str, without: tuple[str, ...] = ()) -> Path:
        solutions = {k: v for k, v in reference.items() if k not in without}
        for name in uses:
            solutions |= bank[name].cells
        path = tmp_path / f"{ASSIGNMENT}.ipynb"
        nbformat.write(compose(released, solutions), path)
        return path

    return write


def checked(*words: str):
    return run_in(ROOT, "pytest", f"grader_tests/{ASSIGNMENT}", "-p", "no:cacheprovider", *words)


def test_the_instructors_notebook_passes_without_any_option() -> None:
    ran = checked("-q")
    assert ran.returncode == 0, ran.stdout
    assert "64 passed" in ran.stdout


def test_a_wrong_submission_fails_with_the_misconception_in_words(submit) -> None:
    ran = checked("--submission", str(submit("wrong_rnn_v2_reset")), "-k", "test_rnn_v2")
    assert ran.returncode == 1
    assert "l'état caché est remis à zéro à chaque pas" in ran.stdout
    assert "4 failed, 10 passed" in ran.stdout


def test_x_stops_at_the_first_failure(submit) -> None:
    ran = checked("--submission", str(submit("wrong_rnn_v2_reset")), "-x")
    assert "1 failed" in ran.stdout


def test_pdb_opens_where_the_check_fails(submit) -> None:
    ran = checked(
        "--submission", str(submit("wrong_rnn_v2_no_tanh")), "-k", "activation", "--pdb",
        "--pdbcls=IPython.terminal.debugger:TerminalPdb",
    )  # fmt: skip
    assert "entering PDB" in ran.stdout


def test_a_name_that_the_submission_lacks_is_reported_as_such(submit) -> None:
    path = submit(without=("propositions",))
    ran = checked("--submission", str(path), "-k", "propositions", "-q")
    assert ran.returncode == 1
    assert f"{path} does not define taille_yhat_1" in ran.stdout.replace("\n", "")
    assert "NotImplementedError" in ran.stdout


def test_an_unreadable_submission_is_reported_for_every_name(tmp_path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text("{")
    ran = checked("--submission", str(path), "-k", "test_rnn_v2", "-q")
    assert "JSON valide" in ran.stdout
    assert "14 errors" in ran.stdout


def test_a_warning_in_a_submission_fails_nothing(submit) -> None:
    ran = checked("--submission", str(submit("right_rnn_v2_warns")), "-k", "test_rnn_v2", "-q")
    assert ran.returncode == 0, ran.stdout
