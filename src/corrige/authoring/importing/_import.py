"""`corrige import`: read, convert, write, report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from corrige.authoring._assignment_name import checked_name
from corrige.authoring._cells import source_notebook
from corrige.authoring.importing._marked import convert_marked
from corrige.authoring.importing._markers import CORRECTION, Marker
from corrige.authoring.importing._otter import convert_otter, is_otter
from corrige.authoring.importing._problems import ImportRefused, Note
from corrige.authoring.importing._read import read_origin
from corrige.authoring.importing._report import Report
from corrige.checks import speaking
from corrige.course import Course

_NBGRADER = re.compile(r"BEGIN (HIDDEN TESTS|MARK SCHEME)|### BEGIN SOLUTION")
_FILE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)|<img[^>]+src=[\"']([^\"']+)", re.IGNORECASE)


@dataclass(frozen=True)
class Imported:
    """The source notebook that was made, where it lies, and the report."""

    notebook: NotebookNode
    target: Path
    report: Report


def import_notebook(
    path: Path,
    course: Course,
    name: str,
    *,
    markers: Sequence[Marker] = (CORRECTION,),
    language: str = "fr",
    points: float = 0,
    force: bool = False,
    write: bool = True,
) -> Imported:
    """Make `source/NAME/NAME.ipynb` of the notebook at `path`.

    A notebook in otter-assign's format (v1) is recognised by its raw cells; any other has its
    solutions between `markers`. language: of the few words that go into the notebook. points: of
    each proposed test; 0 leaves them for the author to weigh (otter's keep their own).

    Raises ImportRefused where the notebook cannot be imported as it is or the assignment exists
    and `force` is not given, CourseError for a name that cannot be an assignment's. Nothing is
    written then.
    """
    target = course.assignment(checked_name(name)).source / f"{name}.ipynb"
    if path.resolve() == target.resolve():
        raise ImportRefused(f"{path} would be overwritten by its own import: move it elsewhere")
    existing = sorted(target.parent.glob("*.ipynb"))
    if write and existing and not force:
        raise ImportRefused(
            f"the assignment {name} exists already ({existing[0]}): choose another name, or "
            "overwrite it with --force"
        )
    for marker in markers:
        if not marker.begin.strip() or not marker.end.strip() or marker.begin == marker.end:
            raise ImportRefused("a pair of markers is two different texts, neither of them empty")
    origin, notes = read_origin(path, [text for m in markers for text in (m.begin, m.end)])
    _refuse_nbgrader(origin, path)
    with speaking(language):
        if is_otter(origin):
            cells, report = convert_otter(origin, path)
        else:
            cells, report = convert_marked(origin, path, markers, points)
    report.notes += [*notes, *_files(origin, path, target.parent)]
    notebook = source_notebook(origin, cells)
    nbformat.validate(notebook)
    if write:
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)
    return Imported(notebook, target, report)


def _refuse_nbgrader(origin: NotebookNode, path: Path) -> None:
    found = [
        Note(number, None, "this is nbgrader's own format already")
        for number, cell in enumerate(origin.cells, start=1)
        if "nbgrader" in cell.metadata or _NBGRADER.search(cell.source)
    ]
    if found:
        raise ImportRefused.because(
            path, found[:1], "Copy the notebook to source/ as it is; it needs no import."
        )


def _files(origin: NotebookNode, path: Path, target: Path) -> list[Note]:
    """Return a note for each file that a markdown cell shows and `target` does not hold."""
    notes = []
    for number, cell in enumerate(origin.cells, start=1):
        if cell.cell_type != "markdown":
            continue
        for match in _FILE.finditer(cell.source):
            file = match.group(1) or match.group(2)
            if ":" not in file and not (target / file).is_file():
                notes.append(Note(number, None, f"shows {file}: put it into {target}"))
    return notes
