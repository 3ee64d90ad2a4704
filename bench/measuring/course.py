"""The class that is graded: submissions out of the bank, in a copy of the course."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from common import ASSIGNMENT, copy_course  # noqa: E402

from corrige.authoring import BankEntry, compose, read_bank, reference_text  # noqa: E402
from corrige.grading import read_notebook  # noqa: E402

NOTEBOOK = f"{ASSIGNMENT}.ipynb"
ANSWER = "Sans boucle, rien ne passe d'un pas au suivant : chaque pas part d'un état nul."

PLAIN = '''"""nbgrader's configuration for this course, with nothing of corrige's."""

from pathlib import Path

c = get_config()  # noqa: F821
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "rnn"
c.ClearSolutions.code_stub = {"python": "# VOTRE CODE ICI\\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "VOTRE RÉPONSE ICI"
'''


@dataclass(frozen=True)
class Student:
    """One submission: the entries of the bank it is made of, and its solutions by grade id."""

    name: str
    uses: tuple[str, ...]
    solutions: Mapping[str, str]


def students(count: int) -> list[Student]:
    """Return the first `count` students, always the same: a third right, the others with up to
    four mistakes. Entries that hang or kill the kernel are left out."""
    source = read_notebook(ROOT / "source" / ASSIGNMENT / NOTEBOOK)
    reference = reference_text(source)
    bank = [e for e in read_bank(ROOT / "bank" / ASSIGNMENT).values() if not e.unjudged]
    right = _dealt([entry for entry in bank if entry.right])
    wrong = _dealt([entry for entry in bank if not entry.right])
    made = []
    for number in range(count):
        mistakes = 1 + number % 4 if number % 3 else 0
        drawn = [*itertools.islice(wrong, mistakes), *itertools.islice(right, number % 4)]
        taken = _apart(drawn)
        solutions = dict(reference)
        for entry in taken:
            solutions.update(entry.cells)
        uses = tuple(entry.name for entry in taken)
        made.append(Student(f"etudiant-{number:04d}", uses, solutions))
    return made


def _dealt(entries: Sequence[BankEntry]) -> Iterator[BankEntry]:
    """Yield all entries, over and over, each time in another order."""
    chance = random.Random(0)
    while True:
        yield from chance.sample(entries, len(entries))


def _apart(entries: Iterable[BankEntry]) -> list[BankEntry]:
    """Return entries of which no two write the same cell: the first comes first."""
    cells: set[str] = set()
    kept = []
    for entry in entries:
        if not cells & entry.cells.keys():
            cells |= entry.cells.keys()
            kept.append(entry)
    return kept


def released() -> NotebookNode:
    return read_notebook(ROOT / "release" / ASSIGNMENT / NOTEBOOK)


def write_class(course: Path, chosen: Sequence[Student], count: int) -> list[str]:
    """Write `count` submissions, the chosen ones over and over under other names; return these."""
    names = []
    for number in range(count):
        student = chosen[number % len(chosen)]
        round_ = number // len(chosen)
        name = f"{student.name}-{round_:03d}" if round_ else student.name
        folder = course / "submitted" / name / ASSIGNMENT
        release = course / "release" / ASSIGNMENT
        shutil.copytree(release, folder, ignore=shutil.ignore_patterns("*.ipynb"))
        notebook = compose(released(), student.solutions, {"reponse": ANSWER})
        nbformat.write(notebook, folder / NOTEBOOK)
        names.append(name)
    return names


def new_course(folder: Path, *, plain: bool = False) -> Path:
    """Copy the course without anything that was graded; `plain`: without corrige's settings."""
    copy_course(folder)
    if plain:
        (folder / "nbgrader_config.py").write_text(PLAIN, encoding="utf-8")
    return folder


def environment(course: Path, **more: str) -> dict[str, str]:
    """Return the environment of an activated installation, as nbgrader's users have it."""
    binaries = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": os.pathsep.join([binaries, os.environ["PATH"]]),
        "HOME": str(course),
        "PYTHONPATH": str(course),
        "COLUMNS": "160",
        "NO_COLOR": "1",
        **more,
    }


Scores = dict[tuple[str, str], float | None]
"""Points by student and graded cell; None where a person has to give them."""


def scores(course: Path, names: Sequence[str]) -> Scores:
    """Return what the gradebook holds; nothing for students who were not graded."""
    found: Scores = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for name in names:
            try:
                submission = gradebook.find_submission(ASSIGNMENT, name)
            except MissingEntry:
                continue
            for notebook in submission.notebooks:
                found.update({(name, g.cell.name): g.auto_score for g in notebook.grades})
    return found
