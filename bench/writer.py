"""What recording one submission costs the one writer, beside nbgrader's own steps.

    python bench/writer.py COURSE ASSIGNMENT

COURSE was graded before by `corrige autograde`; its gradebook is copied, not touched.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from nbformat import reads
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades

from corrige.autograde._class import Chosen, Class
from corrige.course import Course
from corrige.gradebook import (
    Autograded,
    NotebookRecord,
    Store,
    SubmissionRecord,
    Writer,
    read_key,
)


def main(root: Path, assignment: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made, "course")
        shutil.copytree(root, copy)
        _measure(Class(Course(copy), Chosen(assignment)), assignment)


def _measure(whole: Class, assignment: str) -> None:
    url = str(whole.coursedir.db_url)
    store = Store(url, str(whole.coursedir.course_id))
    key = store.read(lambda connection: read_key(connection, assignment))
    assert key is not None
    tree = Autograded(whole.autograded)
    writer = Writer(store, assignment, whole.steps.layout(), tree, whole.steps.late_penalty)
    ours, theirs = [], []
    for one in whole.submissions(key):
        if not (one.place.is_dir() and one.selected):
            continue
        texts = {name: (one.place / f"{name}.ipynb").read_text() for name in one.selected}
        records = tuple(
            NotebookRecord(
                name,
                text,
                scores={c.name: 1.0 for c in key.notebook(name).cells if c.is_graded},
                comments={c.name: None for c in key.notebook(name).cells if c.is_commented},
            )
            for name, text in texts.items()
        )
        began = time.process_time()
        writer.record(whole.handed(one), SubmissionRecord(one.student, records), "bench")
        ours.append(time.process_time() - began)
        began = time.process_time()
        for name, text in texts.items():
            _save_as_nbgrader(text, name, one.student, assignment, url)
        theirs.append(time.process_time() - began)
    for name, seconds in (("corrige's writer", ours), ("nbgrader's SaveAutoGrades", theirs)):
        print(f"{name}: {statistics.median(seconds) * 1000:.1f} ms CPU a submission")


def _save_as_nbgrader(text: str, name: str, student: str, assignment: str, url: str) -> None:
    about = {"notebook": name, "assignment": assignment, "student": student, "db_url": url}
    with Gradebook(url) as gradebook:
        gradebook.update_or_create_submission(assignment, student)
    SaveAutoGrades().preprocess(reads(text, as_version=4), {"nbgrader": about})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
