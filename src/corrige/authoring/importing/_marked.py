"""Convert a notebook whose solutions stand between markers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from nbformat import NotebookNode

from corrige.authoring import _cells as make
from corrige.authoring.importing._code import parsed
from corrige.authoring.importing._markers import Marker, Scan, rewrite, scan
from corrige.authoring.importing._names import Names, defined_name, slug, wanted_name
from corrige.authoring.importing._problems import ImportRefused, Note
from corrige.authoring.importing._proposals import Sizes
from corrige.authoring.importing._report import Region, Report, Test
from corrige.authoring.importing._stripper import is_stripper

_SOLUTION = re.compile(
    rf"^(?P<indent>[ \t]*){re.escape(make.BEGIN)}\n.*?{re.escape(make.END)}", re.S | re.M
)
_MARKS = re.compile(
    rf"^[ \t]*(?:{re.escape(make.BEGIN)}|{re.escape(make.END)})[ \t]*\n?", re.MULTILINE
)


def convert_marked(
    origin: NotebookNode, path: Path, markers: Sequence[Marker], points: float
) -> tuple[list[NotebookNode], Report]:
    """Return the cells of the nbgrader source notebook, and what was done.

    points: of each proposed test and each answer corrected by hand.
    Raises ImportRefused, with every place, where markers are unbalanced or nested, or where
    nbgrader could not keep a solution.
    """
    dropped = _strippers(origin, markers)
    scans = _scans(origin, path, markers, dropped)
    report, names, sizes, cells = Report(), Names(), Sizes(), []
    texts = {
        number: rewrite(cell.source, scans[number].spans, code=cell.cell_type == "code")
        for number, cell in enumerate(origin.cells, start=1)
        if number not in dropped
    }
    called = _called(origin, scans, {number: text for number, (text, _r) in texts.items()}, names)
    tested: set[str] = set()
    for number, cell in enumerate(origin.cells, start=1):
        if number in dropped:
            report.dropped.append(Note(number, None, dropped[number]))
            continue
        name, found = called[number], scans[number].spans
        report.notes += [Note(number, line, remark) for line, remark in texts[number][1]]
        converted = _converted(cell, number, scans[number], texts[number][0], name, report, points)
        cells.append(converted)
        if cell.cell_type != "code":
            continue
        text = make.given(cell, name)
        text.outputs, text.source = cell.outputs, converted.source
        proposal, remarks = sizes.after(text, name if found else None)
        report.notes += [Note(number, line, remark) for line, remark in remarks]
        if proposal is not None:
            tested.update(proposal.solutions)
            test = names.take(f"{proposal.solutions[-1]}_visible")
            cells.append(make.test(proposal.source, test, points))
            report.tests.append(Test(test, number, points, proposal.says))
    by_hand = {test.name for test in report.by_hand}
    report.untested = [r for r in report.regions if r.name not in tested | by_hand]
    return cells, report


def _called(
    origin: NotebookNode, scans: dict[int, Scan], texts: dict[int, str], names: Names
) -> dict[int, str]:
    """Return the grade id of each cell; solutions choose before what only speaks of them."""
    called = {}
    for number in sorted(texts, key=lambda n: (not scans[n].spans, n)):
        called[number] = names.take(_wanted(origin.cells[number - 1], texts[number]))
    return called


def _wanted(cell: NotebookNode, text: str) -> str:
    """Return what to call a cell. Students see grade ids: no word of a written answer is in one."""
    bare = cell.copy()
    if cell.cell_type == "code":
        bare.source = _MARKS.sub("", text)
        return slug(defined_name(_stubbed(text, "pass"))) or wanted_name(bare)
    bare.source = _stubbed(text, "")
    return wanted_name(bare)


def _stubbed(text: str, stub: str) -> str:
    return _SOLUTION.sub(rf"\g<indent>{stub}", text)


def _converted(
    cell: NotebookNode,
    number: int,
    found: Scan,
    text: str,
    name: str,
    report: Report,
    points: float,
) -> NotebookNode:
    bare = cell.copy()
    bare.source = text
    report.regions += [Region(number, span.first, span.last, name) for span in found.spans]
    if not found.spans:
        return make.given(bare, name)
    if cell.cell_type != "code":
        report.by_hand.append(Test(name, number, points, "a written answer"))
        return make.answer(bare, name, points)
    if parsed(cell.source) is not None and parsed(_stubbed(text, "pass")) is None:
        report.notes.append(
            Note(number, found.spans[0].first, "what students get does not parse: move the markers")
        )
    return make.solution(bare, name)


def _strippers(origin: NotebookNode, markers: Sequence[Marker]) -> dict[int, str]:
    """Return why cells are dropped, by number: the tool, and a heading with nothing else below."""
    dropped = {}
    cells = list(origin.cells)
    for place, cell in enumerate(cells):
        if not is_stripper(cell, markers):
            continue
        dropped[place + 1] = "it makes the student version, which nbgrader does now"
        after = cells[place + 1] if place + 1 < len(cells) else None
        if place and _is_heading(cells[place - 1]) and (after is None or _begins_section(after)):
            heading = cells[place - 1].source.strip()
            dropped[place] = f"{heading!r}: nothing is left below this heading"
    return dropped


def _begins_section(cell: NotebookNode) -> bool:
    text: str = cell.source
    return cell.cell_type == "markdown" and text.lstrip().startswith("#")


def _is_heading(cell: NotebookNode) -> bool:
    return _begins_section(cell) and "\n" not in cell.source.strip()


def _scans(
    origin: NotebookNode, path: Path, markers: Sequence[Marker], dropped: dict[int, str]
) -> dict[int, Scan]:
    scans, problems = {}, []
    for number, cell in enumerate(origin.cells, start=1):
        scans[number] = Scan() if number in dropped else scan(cell.source, markers)
        problems += [Note(number, line, text) for line, text in scans[number].problems]
        if scans[number].spans and cell.cell_type == "raw":
            line = scans[number].spans[0].first
            problems.append(
                Note(number, line, "a solution in a raw cell: make it a code or markdown cell")
            )
    if problems:
        raise ImportRefused.because(path, problems, "Mend the markers in the notebook.")
    if not any(found.spans for found in scans.values()):
        pairs = " or ".join(f"{marker.begin} … {marker.end}" for marker in markers)
        raise ImportRefused(
            f"no {pairs} in {path}: nothing to import. Name the markers it uses with "
            "--marker BEGIN END"
        )
    return scans
