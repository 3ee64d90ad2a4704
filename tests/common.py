"""The course, a copy of it, and a way to run commands in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nbformat import NotebookNode

from corrige.grading import read_notebook

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "rnn_architecture"
ASSIGNMENTS = sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir())
PARTS = ("nbgrader_config.py", "source", "release", "grader_tests", "bank", "demo")


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


def source_of(name: str) -> NotebookNode:
    """Return the instructor's notebook of an assignment."""
    return read_notebook(ROOT / "source" / name / f"{name}.ipynb")


def ok(folder: Path, *words: str) -> str:
    """Run a command that must succeed, as `run_in` does; return what it said."""
    ran = run_in(folder, *words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def run_in(folder: Path, *words: str, timeout: float = 900) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment under test, not activated, as a user in `folder` would."""
    binaries = Path(sys.executable).parent
    others = [p for p in os.environ["PATH"].split(os.pathsep) if Path(p) != binaries]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join(others),
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
