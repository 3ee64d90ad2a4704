"""Submissions that wait in their worker until the test lets them go."""

from __future__ import annotations

import contextlib
import json
import time

# Waits until the test has seen it run: the course's own step is not in the sandbox. With a file
# `broken` in the course it then ends its worker.
SLOW_STEP = """
import os
import time
from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor


class Step(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        student = resources["nbgrader"]["student"]
        Path("begun").mkdir(exist_ok=True)
        Path("begun", student).write_text(str(os.getpid()))
        while Path("hold", student).exists():
            time.sleep(0.02)
        if Path("broken").exists():
            os.kill(os.getpid(), 9)
        return nb, resources
"""
USE_STEP = """
import sys
sys.path.insert(0, str(course))
c.Autograde.autograde_preprocessors.insert(0, "own_step.Step")
"""


def hold(course, *students: str) -> None:
    for student in students:
        (course.root / "hold" / student).touch()


def release(course, *students: str) -> None:
    for student in students:
        (course.root / "hold" / student).unlink()


def begun(course, student: str, *, other_than: int = 0) -> int:
    """Wait until a worker has the submission and return its process."""
    path = course.root / "begun" / student
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError):
            if (worker := int(path.read_text())) != other_than:
                return worker
        time.sleep(0.02)
    raise AssertionError(f"{student} was never begun")


def told(run) -> dict[str, dict]:
    """Return what a run with --json said of each student, and of its end as "end"."""
    out, err = run.communicate(timeout=120)
    events = [json.loads(line) for line in out.splitlines()]
    assert events, err
    return {e.get("student", e["event"]): e for e in events}
