"""Known right solutions pass every check; known wrong ones lose what they should, and hear why."""

import contextlib
import io
from pathlib import Path

import nbformat
import pytest
from common import ASSIGNMENT, ROOT

from corrige.authoring import BankError, compose, read_bank
from corrige.grading.cells import grade_id, is_test
from corrige.grading.in_process import execute

ENTRIES = read_bank(ROOT / "bank" / ASSIGNMENT)
ENDLESS = {"wrong_rnn_v2_endless"}


@pytest.mark.usefixtures("checks_can_be_imported")
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in ENDLESS])
def test_a_known_solution_gets_what_it_should(
    name, tmp_path: Path, monkeypatch, course, source, released, reference
) -> None:
    entry = ENTRIES[name]
    path = tmp_path / f"{ASSIGNMENT}.ipynb"
    nbformat.write(compose(released, {**reference, **entry.cells}), path)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        executed = execute(path, course.assignment(ASSIGNMENT))
        monkeypatch.setenv("CORRIGE_SEED", "0")
        told = {}
        for cell in filter(is_test, source.cells):
            try:
                exec(cell.source, dict(executed.at_cell[grade_id(cell)]))
            except Exception as error:
                told[grade_id(cell)] = f"{type(error).__name__}: {error}"
        assert set(told) == entry.loses, told
        if not entry.right:
            assert any(entry.told in text for text in told.values()), told


def test_every_wrong_solution_has_its_misconception_named() -> None:
    wrong = {name for name, entry in ENTRIES.items() if not entry.right}
    assert wrong - ENDLESS == {name for name, entry in ENTRIES.items() if entry.told}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("maybe_a.py", "# Un essai\n\n# %% a\n1\n", "must begin with right_ or wrong_"),
        ("right_a.py", "# %% a\n1\n", "first line must say in words"),
        ("right_a.py", "# Un essai\n", "no cell"),
        ("wrong_a.py", "# Un essai\n\n# %% a\n1\n", "`# perd : …`"),
        ("right_a.py", "# Un essai\n# perd : b\n\n# %% a\n1\n", "`# perd : …`"),
        (
            "wrong_a.py",
            "# Un essai\n# perd : b\n# perd parfois : b\n\n# %% a\n1\n",
            "does not name",
        ),
        ("right_a.py", "# Un essai\n# perd parfois : b\n\n# %% a\n1\n", "a wrong_ file alone"),
        ("right_a.py", "# Un essai\n# dit : b\n\n# %% a\n1\n", "`# dit : …`"),
    ],
)
def test_a_bank_file_that_is_not_as_it_should_be_is_named(tmp_path, name, text, says) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BankError, match=says) as caught:
        read_bank(tmp_path)
    assert name in str(caught.value)
