"""What attacks gain: the submissions of tests/tampering under stock nbgrader and under corrige.

    python bench/tampering.py [NAME …]

Both grade copies of the course that are thrown away. Under stock nbgrader the student's code runs
unprotected, so attacks that would reach beyond the copy are left out there; an attack that
autograde itself does not survive has no points ("not graded").
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "tampering")]

from attacks import ATTACKS, TWINS, Attack  # noqa: E402
from common import ASSIGNMENT, copy_course, run_in  # noqa: E402

from corrige.authoring import read_bank, reference_text  # noqa: E402
from corrige.grading import read_notebook  # noqa: E402
from corrige.grading.cells import grade_id, is_test, max_points  # noqa: E402

NOTEBOOK = f"{ASSIGNMENT}.ipynb"
PATIENCE = 3600
EVERY: dict[str, Attack] = {**ATTACKS, **{f"twin_{name}": twin for name, twin in TWINS.items()}}


def stock(course: Path) -> None:
    """Take corrige's settings out of the course's configuration."""
    config = course / "nbgrader_config.py"
    text = config.read_text()
    start = text.index("c.Autograde.exporter_class")
    end = text.index("# The language of what students read")
    kept = (text[:start] + text[end:]).splitlines()
    config.write_text("\n".join(line for line in kept if "c.Grade." not in line))


def graded(course: Path, names: Iterable[str], *, one_by_one: bool) -> dict[str, float | None]:
    """Grade the submissions in `course`; return each one's points on the test cells."""
    source = read_notebook(course / "source" / ASSIGNMENT / NOTEBOOK)
    released = read_notebook(course / "release" / ASSIGNMENT / NOTEBOOK)
    bank = read_bank(course / "bank" / ASSIGNMENT)
    for name in names:
        folder = course / "submitted" / name / ASSIGNMENT
        for file, text in EVERY[name].files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text)
        folder.mkdir(parents=True, exist_ok=True)
        written = EVERY[name].notebook(released, reference_text(source), bank, str(course))
        nbformat.write(written, folder / NOTEBOOK)
    run_in(course, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    # Under stock, one that nbgrader refuses would stop the command for those after it.
    for words in [[f"--student={name}"] for name in names] if one_by_one else [[]]:
        run_in(course, "nbgrader", "autograde", ASSIGNMENT, *words, timeout=PATIENCE)
    return {name: points(course, name) for name in names}


def points(course: Path, student: str) -> float | None:
    """Return the points a submission has in the gradebook, extra credit included."""
    if not (course / "autograded" / student / ASSIGNMENT / NOTEBOOK).is_file():
        return None
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        try:
            submission = gradebook.find_submission(ASSIGNMENT, student)
        except MissingEntry:
            return None
        return float(submission.score)


def shown(value: float | None) -> str:
    return "not graded" if value is None else f"{value:g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="attacks (default: all)")
    names = parser.parse_args().names or list(EVERY)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    source = read_notebook(ROOT / "source" / ASSIGNMENT / NOTEBOOK)
    bank = read_bank(ROOT / "bank" / ASSIGNMENT)
    best = {grade_id(cell) or "": max_points(cell) for cell in source.cells if is_test(cell)}
    with tempfile.TemporaryDirectory() as folder:
        theirs, other, ours = (copy_course(Path(folder) / place / "course") for place in "abc")
        stock(theirs)
        stock(other)
        contained = [name for name in names if EVERY[name].contained]
        # Who writes to the gradebook changes everyone's rows, so that one has a course alone.
        writers = [name for name in contained if name == "gradebook"]
        before = graded(
            theirs, [name for name in contained if name not in writers], one_by_one=True
        )
        before |= graded(other, writers, one_by_one=True) if writers else {}
        after = graded(ours, names, one_by_one=False)
    print(f"{'attack':32}{'stock':>12}{'corrige':>12}{'deserved':>12}")
    for name in names:
        deserved = sum(best[cell] for cell in EVERY[name].deserved(bank, best))
        unprotected = shown(before[name]) if name in before else "left out"
        print(f"{name:32}{unprotected:>12}{shown(after[name]):>12}{deserved:>12g}")


if __name__ == "__main__":
    main()
