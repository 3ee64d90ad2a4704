"""What several tests use: the course, a copy of it, and a way to run commands in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from corrige.authoring import BankEntry, read_bank, reference_text
from corrige.course import Course
from corrige.grading import read_notebook

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "rnn_architecture"
PARTS = ("nbgrader_config.py", "source", "release", "grader_tests", "bank", "demo")

Command = Callable[..., subprocess.CompletedProcess[str]]


def copy_course(target: Path) -> Path:
    """Copy what makes a course, without what grading leaves behind, and return the copy."""
    target.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / part)
    return target


def run_in(folder: Path, *words: str, timeout: float = 900) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment under test as a user in `folder` would."""
    binaries = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": "160",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [str(binaries / words[0]), *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of this repository, to read."""
    return Course(ROOT)


@pytest.fixture
def course_copy(tmp_path: Path) -> Path:
    """A copy of the course, to write to."""
    return copy_course(tmp_path / "course")


@pytest.fixture(scope="session")
def source(course: Course) -> NotebookNode:
    """The instructor's notebook."""
    return read_notebook(course.assignment(ASSIGNMENT).notebooks()[0])


@pytest.fixture(scope="session")
def released(course: Course) -> NotebookNode:
    """The notebook students get."""
    return read_notebook(course.assignment(ASSIGNMENT).release / f"{ASSIGNMENT}.ipynb")


@pytest.fixture(scope="session")
def reference(source: NotebookNode) -> dict[str, str]:
    """The instructor's solutions, by grade id."""
    return reference_text(source)


@pytest.fixture(scope="session")
def bank(course: Course) -> dict[str, BankEntry]:
    return read_bank(course.root / "bank" / ASSIGNMENT)
