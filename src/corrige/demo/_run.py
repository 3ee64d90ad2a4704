"""Release, grade and give feedback on the demonstration class, through nbgrader's own API."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from corrige.course import Course
from corrige.demo._class import DemoError, DemoStudent, read_class
from corrige.demo._make import write_class
from corrige.kernel.doctor import examine, usable


def run(
    course: Course, assignment: str, console: Console, *, unsafe: bool = False
) -> list[DemoStudent]:
    """Make and grade the class as `nbgrader generate_assignment`, `autograde` and
    `generate_feedback` would, showing progress on `console`; return the students.

    Raises DemoError where nbgrader cannot release the assignment, or where this machine has no
    sandbox and grading without one was not asked for.
    """
    if not unsafe and not usable(examine()):
        raise DemoError(
            "this machine cannot confine untrusted code; `corrige doctor` says what to do, and "
            "`corrige demo --unsafe-no-sandbox` grades all the same (the class is harmless)"
        )
    with _inside(course):
        config = _config(course)
        config.Grade.unsafe_no_sandbox = unsafe
        api = NbGraderAPI(config=config)
        api.log_level = logging.CRITICAL
        released = api.generate_assignment(assignment, force=True, create=True)
        if not released["success"]:
            raise DemoError(
                f"nbgrader cannot release {assignment}; `nbgrader generate_assignment "
                f"{assignment} --force` says why:\n{released.get('log', '')}"
            )
        students = write_class(course, assignment)
        due, _ = read_class(course.root / "demo" / assignment / "class.toml")
        with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
            gradebook.update_or_create_assignment(assignment, duedate=due.strftime("%F %T"))
        with _progress(console) as progress:
            task = progress.add_task("", total=len(students))
            for student in students:
                progress.update(task, description=f"grading {student.id}")
                if api.autograde(assignment, student.id, force=True, create=True)["success"]:
                    api.generate_feedback(assignment, student.id, force=True)
                else:
                    progress.console.print(f"[yellow]{student.id}: not graded, see the table")
                progress.advance(task)
            progress.update(task, description="graded")
    return students


def _progress(console: Console) -> Progress:
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    return Progress(*columns, console=console)


def _config(course: Course) -> Config:
    app = NbGrader()
    app.config_file_paths.append(str(course.root))
    app.load_config_file()
    config: Config = app.config
    return config


@contextmanager
def _inside(course: Course) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(course.root)
    try:
        with warnings.catch_warnings():
            # nbgrader 0.9 leans on autoflushes that SQLAlchemy 2.1 comments on; nothing is lost.
            warnings.simplefilter("ignore", SAWarning)
            yield
    finally:
        os.chdir(before)
