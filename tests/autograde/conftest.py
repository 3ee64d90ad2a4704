"""A small course, and ways to run the real command in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from common import ROOT, run_in
from held_course import SLOW_STEP, USE_STEP
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SMALL = "petit"


def _cell(make: Any, name: str, source: str, **role: Any) -> Any:
    kind = "code" if make is new_code_cell else "markdown"
    data = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": kind, **role}
    return make(source, metadata={"nbgrader": data}, id=name)


def small_notebook() -> Any:
    """The instructor's notebook of the small course: a function, its test, an answer in words."""
    solution = {"grade": False, "solution": True, "locked": False}
    test = {"grade": True, "solution": False, "locked": True, "points": 2}
    answer = {"grade": True, "solution": True, "locked": False, "points": 3}
    cells = [
        _cell(
            new_code_cell,
            "double",
            "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION",
            **solution,
        ),
        _cell(new_code_cell, "double_test", "assert double(4) == 8", **test),
        _cell(new_code_cell, "double_again", "assert double(5) == 10", **test),
        _cell(new_markdown_cell, "words", "VOTRE RÉPONSE ICI", **answer),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


class SmallCourse:
    """A course folder with the assignment `petit`, and submissions to be written."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def submit(self, student: str, code: str = "def double(x):\n    return 2 * x", **words: str):
        """Write a submission; `words`: the text of the answer."""
        folder = self.root / "submitted" / student / SMALL
        folder.mkdir(parents=True, exist_ok=True)
        notebook = nbformat.read(self.root / "release" / SMALL / f"{SMALL}.ipynb", as_version=4)
        by_id = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}
        by_id["double"].source = code
        if "answer" in words:
            by_id["words"].source = words["answer"]
        nbformat.write(notebook, folder / f"{SMALL}.ipynb")
        (folder / "timestamp.txt").write_text("2026-10-15 18:00:00 UTC", encoding="utf-8")
        return folder

    def hide_a_check(self, check: str) -> None:
        """Make the second test a hidden one, which calls `test_double` of the module `check`."""
        path = self.root / "source" / SMALL / f"{SMALL}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[2].source = (
            f"### BEGIN HIDDEN TESTS\nfrom grader_tests.{SMALL}.test_double import test_double\n"
            "test_double(double)\n### END HIDDEN TESTS"
        )
        nbformat.write(notebook, path)
        self.write_check(check)
        made = run_in(self.root, "nbgrader", "generate_assignment", SMALL, "--force")
        assert made.returncode == 0, made.stderr

    def write_check(self, check: str) -> None:
        folder = self.root / "grader_tests" / SMALL
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "test_double.py").write_text(check, encoding="utf-8")

    def command(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).parent / "corrige"), "autograde", SMALL, *words]

    def autograde(self, *words: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        return run_in(self.root, "corrige", "autograde", SMALL, *words, timeout=timeout)

    def start(self, *words: str, **how: Any) -> subprocess.Popen[str]:
        """Start the command, in a session of its own, as from a terminal."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "HOME": str(self.root)},
            **how,
        )

    def events(self, *words: str, status: int = 0) -> list[dict[str, Any]]:
        """Run the command and return what it tells a machine."""
        done = self.autograde("--json", *words)
        assert done.returncode == status, done.stdout + done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def states(self, *words: str, status: int = 0) -> dict[str, str]:
        """Run the command and return what became of each student's submission."""
        events = self.events(*words, status=status)
        return {e["student"]: e["state"] for e in events if e["event"] == "submission"}

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    def notebook(self, student: str) -> Path:
        return self.root / "autograded" / student / SMALL / f"{SMALL}.ipynb"


@pytest.fixture(scope="session")
def small_course_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    source = root / "source" / SMALL
    source.mkdir(parents=True)
    nbformat.write(small_notebook(), source / f"{SMALL}.ipynb")
    (source / "notes.txt").write_text("l'énoncé", encoding="utf-8")
    made = run_in(root, "nbgrader", "generate_assignment", SMALL)
    assert made.returncode == 0, made.stderr
    return root


@pytest.fixture
def small_course(small_course_made: Path, tmp_path: Path) -> SmallCourse:
    root = tmp_path / "course"
    shutil.copytree(small_course_made, root)
    return SmallCourse(root)


@pytest.fixture
def held(small_course):
    """A course whose submissions wait in their worker while a file of their name is in hold/."""
    (small_course.root / "own_step.py").write_text(SLOW_STEP)
    with (small_course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(USE_STEP)
    (small_course.root / "hold").mkdir()
    return small_course


@pytest.fixture
def copies(tmp_path: Path) -> Callable[[SmallCourse], SmallCourse]:
    """Makes copies of a course."""
    count = 0

    def copy(course: SmallCourse) -> SmallCourse:
        nonlocal count
        count += 1
        target = tmp_path / f"copy-{count}"
        shutil.copytree(course.root, target)
        return SmallCourse(target)

    return copy
