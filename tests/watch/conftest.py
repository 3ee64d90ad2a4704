"""A small course with a hidden test, and the real command watching it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from autograde.conftest import SMALL, SmallCourse, small_notebook
from common import ROOT, run_in

QUICK = "\nc.Watch.settle = 0.5\nc.Watch.look = 1\n"


class Watching:
    """A running `corrige watch --json`."""

    def __init__(self, course: SmallCourse, *words: str) -> None:
        self.events: list[dict[str, Any]] = []
        command = [str(Path(sys.executable).parent / "corrige"), "watch", "--json", *words]
        environment = {**os.environ, "HOME": str(course.root)}
        self.process = subprocess.Popen(
            command,
            cwd=course.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=environment,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def wait(
        self, event: str, seconds: float = 90, after: int = 0, **values: Any
    ) -> dict[str, Any]:
        """Wait for an event with these values among those `after` so many."""
        until = time.monotonic() + seconds
        wanted = {"event": event, **values}
        while time.monotonic() < until:
            for told in self.events[after:]:
                if wanted.items() <= told.items():
                    return told
            assert self.process.poll() is None, self.process.stderr.read()
            time.sleep(0.05)
        raise AssertionError(f"{wanted} was never told; {self.events}")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end and return its exit status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        status = self.process.wait(120)
        self._reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return status

    def of(self, event: str) -> list[dict[str, Any]]:
        return [told for told in self.events if told["event"] == event]


@pytest.fixture(scope="session")
def hidden_course_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("watched")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(QUICK + '\nc.Exchange.root = str(course.parent / "exchange")\n')
    notebook = small_notebook()
    solution, visible, hidden, words = notebook.cells
    hidden.source = (
        "# Un autre nombre.\n### BEGIN HIDDEN TESTS\n"
        "assert double(5) == 10, 'cinq'\n### END HIDDEN TESTS"
    )
    # What the hidden test leaves behind would show in the visible one.
    notebook.cells = [solution, hidden, visible, words]
    source = root / "source" / SMALL
    source.mkdir(parents=True)
    nbformat.write(notebook, source / f"{SMALL}.ipynb")
    made = run_in(root, "nbgrader", "generate_assignment", SMALL)
    assert made.returncode == 0, made.stderr
    return root


@pytest.fixture
def watched(hidden_course_made: Path, tmp_path: Path) -> SmallCourse:
    root = tmp_path / "course"
    shutil.copytree(hidden_course_made, root)
    return SmallCourse(root)


@pytest.fixture
def watch(watched: SmallCourse) -> Iterator[Callable[..., Watching]]:
    """Starts the command; whatever still runs in the end is ended."""
    started: list[Watching] = []

    def start(*words: str) -> Watching:
        started.append(Watching(watched, *words))
        started[-1].wait("watch")
        return started[-1]

    yield start
    for one in started:
        one.end(signal.SIGKILL)
