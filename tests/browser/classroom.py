"""Accounts of a class on one machine: each with its own home, settings and JupyterLab."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common import ROOT, copy_course
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from corrige.grading import read_notebook

EXCHANGE = "/srv/nbgrader/exchange"
"""Where the exchange lies in the documentation."""


def documented(heading: str, language: str) -> list[str]:
    """Return the blocks of `language` under a heading of docs/jupyterlab.md."""
    page = (ROOT / "docs" / "jupyterlab.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", page.partition(f"## {heading}\n")[2], flags=re.MULTILINE)[0]
    return re.findall(rf"```{language}\n(.*?)```", section, flags=re.DOTALL)


class Account:
    """A user: `home`, and `folder` in it, where JupyterLab runs."""

    def __init__(self, home: Path, folder: Path, exchange: Path, settings: str) -> None:
        self.home = home
        self.folder = folder
        self._exchange = exchange
        folder.mkdir(parents=True, exist_ok=True)
        config = home / ".jupyter" / "nbgrader_config.py"
        config.parent.mkdir()
        config.write_text(self._here(settings), encoding="utf-8")

    def _here(self, text: str) -> str:
        return text.replace(EXCHANGE, str(self._exchange))

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "XDG_"))}
        binaries = str(Path(sys.executable).parent)
        path = os.pathsep.join([binaries, os.environ["PATH"]])
        return {**kept, "HOME": str(self.home), "PATH": path, "NO_COLOR": "1", "COLUMNS": "160"}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command in this account's folder."""
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def must(self, *words: str) -> None:
        """Run a command that has to succeed."""
        ran = self.run(*words)
        assert ran.returncode == 0, ran.stdout + ran.stderr

    def follow(self, commands: str) -> None:
        """Run the lines of a documented block of shell commands."""
        self.must("bash", "-euc", self._here(commands))

    @contextmanager
    def jupyterlab(self, **variables: str) -> Iterator[str]:
        """Run JupyterLab, with `variables` in its environment; gives the address to open."""
        as_root = ["--allow-root"] if os.geteuid() == 0 else []
        runtime = self.home / ".local" / "share" / "jupyter" / "runtime"
        with (self.home / "jupyterlab.log").open("w") as log:
            process = subprocess.Popen(
                ["jupyter", "lab", "--no-browser", "--port=0", *as_root],
                cwd=self.folder,
                env={**self._environment(), **variables},
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
            try:
                yield _address(process, runtime / f"jpserver-{process.pid}.json", Path(log.name))
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(120)


def _address(process: subprocess.Popen[bytes], about: Path, log: Path) -> str:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        if about.exists() and (text := about.read_text()):
            server = json.loads(text)
            return f"{server['url']}lab?token={server['token']}"
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()}")


class Classroom:
    """An exchange, the instructor's account, and students'."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.exchange = root / "exchange"
        home = root / "instructor"
        self.course = copy_course(home / "course")
        shutil.rmtree(self.course / "release")
        (settings,) = documented("Instructors", "python")
        self.instructor = Account(home, self.course, self.exchange, settings)
        for commands in documented("The exchange", "sh"):
            self.instructor.follow(commands)

    def student(self, name: str) -> Account:
        """Make an account, with the settings that the documentation gives students."""
        settings, named = documented("Students", "python")
        home = self._root / name
        return Account(home, home / "work", self.exchange, settings + named.replace("ada", name))

    def due(self, assignment: str, date: str) -> None:
        """Say when an assignment is due."""
        self.instructor.must("nbgrader", "db", "assignment", "add", assignment, "--duedate", date)

    def enrol(self, name: str, first: str, last: str) -> None:
        """Tell the gradebook who has an account."""
        names = ("--first-name", first, "--last-name", last)
        self.instructor.must("nbgrader", "db", "student", "add", name, *names)

    def source(self, assignment: str) -> list[NotebookNode]:
        """Return the cells of the instructor's notebook."""
        path = self.course / "source" / assignment / f"{assignment}.ipynb"
        return list(read_notebook(path).cells)

    def points(self, assignment: str, student: str) -> dict[str, float]:
        """Return what the gradebook holds of a submission, by cell."""
        with self._gradebook() as gradebook:
            submission = gradebook.find_submission(assignment, student)
            return {grade.name: grade.score for nb in submission.notebooks for grade in nb.grades}

    def waiting(self, assignment: str, student: str) -> set[str]:
        """Return the cells of a submission that wait for a person."""
        with self._gradebook() as gradebook:
            submission = gradebook.find_submission(assignment, student)
            grades = [grade for nb in submission.notebooks for grade in nb.grades]
            return {grade.name for grade in grades if grade.needs_manual_grade}

    def _gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.course}/gradebook.db")
