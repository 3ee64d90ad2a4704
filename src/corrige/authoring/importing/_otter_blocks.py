"""The blocks of an otter-assign notebook, format v1.

Raw cells open and close blocks, `# BEGIN QUESTION` … `# END QUESTION`, and hold YAML; so do
markdown cells that are one fenced block of the language `otter`. Source: otter-grader's
documentation, "Otter Assign › Notebook Format".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from nbformat import NotebookNode

from corrige.authoring.importing._problems import Note

_BOUNDARY = re.compile(r"#\s+(begin|end)\s+(question|prompt|solution|tests)\s*$", re.I | re.M)
_CONFIG = re.compile(r"#\s+assignment\s+config\s*$", re.I | re.M)
_IGNORED = re.compile(r"\s*##\s*ignore\s*##", re.I)

Numbered = tuple[int, NotebookNode]


@dataclass
class Question:
    """One question: its YAML, and its cells (number, cell), in order, by the block they are in."""

    number: int
    config: dict[str, Any]
    cells: list[tuple[str, Numbered]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.config.get("name", "question"))


@dataclass
class Blocks:
    """A notebook taken apart: cells outside questions and questions, in order."""

    parts: list[Numbered | Question] = field(default_factory=list)
    config: dict[str, Any] = field(default_factory=dict)
    dropped: list[Note] = field(default_factory=list)
    problems: list[Note] = field(default_factory=list)


def is_otter(notebook: NotebookNode) -> bool:
    """Whether the notebook has cells that only otter-assign's format v1 has."""
    return any(
        (text := _raw(cell)) is not None and (_BOUNDARY.match(text) or _CONFIG.match(text))
        for cell in notebook.cells
    )


def take_apart(notebook: NotebookNode) -> Blocks:
    """Return the blocks of the notebook, and what is wrong with their boundaries."""
    found = Blocks()
    question: Question | None = None
    inside: tuple[str, int] | None = None
    for number, cell in enumerate(notebook.cells, start=1):
        text = _raw(cell)
        if _IGNORED.match(cell.source):
            found.dropped.append(Note(number, None, "## Ignore ##: it is in no version"))
        elif text is not None and _CONFIG.match(text):
            found.config |= _yaml(text, number, found)
            told = ", ".join(found.config) or "empty"
            found.dropped.append(Note(number, None, f"otter's own configuration ({told})"))
        elif text is None or (boundary := _BOUNDARY.match(text)) is None:
            if question is None:
                found.parts.append((number, cell))
            else:
                question.cells.append((inside[0] if inside else "", (number, cell)))
        else:
            end, kind = boundary.group(1).lower() == "end", boundary.group(2).lower()
            wrong = _misplaced(end, kind, question, inside)
            if wrong is not None:
                found.problems.append(Note(number, 1, wrong))
            elif kind == "question":
                question = None if end else Question(number, _yaml(text, number, found))
                if question is not None:
                    found.parts.append(question)
            else:
                inside = None if end else (kind, number)
    if inside is not None:
        found.problems.append(Note(inside[1], 1, f"# BEGIN {inside[0].upper()} is not closed"))
    if question is not None:
        found.problems.append(Note(question.number, 1, "# BEGIN QUESTION is not closed"))
    return found


def _misplaced(
    end: bool, kind: str, question: Question | None, inside: tuple[str, int] | None
) -> str | None:
    begin, name = f"# BEGIN {kind.upper()}", f"# {'END' if end else 'BEGIN'} {kind.upper()}"
    if inside is not None and not (end and inside[0] == kind):
        return f"{name} inside the block that # BEGIN {inside[0].upper()} opens in cell {inside[1]}"
    if kind == "question":
        if end and question is None:
            return f"{name} closes nothing"
        if not end and question is not None:
            return f"{name} inside the question that cell {question.number} opens"
        return None
    if question is None:
        return f"{name} outside a question"
    return f"{name} without {begin}" if end and inside is None else None


def _raw(cell: NotebookNode) -> str | None:
    """Return the text of a raw cell, or of a markdown cell that is one block fenced `otter`."""
    text: str = cell.source.strip()
    if cell.cell_type == "raw":
        return text
    fenced = re.fullmatch(r"```otter\n(.*?)\n?```", text, re.DOTALL)
    return fenced.group(1).strip() if fenced and cell.cell_type == "markdown" else None


def _yaml(text: str, number: int, found: Blocks) -> dict[str, Any]:
    try:
        value = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        problem = getattr(error, "problem", None)
        found.problems.append(Note(number, line, f"no valid YAML ({problem})"))
        return {}
    if not isinstance(value, dict):
        found.problems.append(Note(number, 1, "the YAML is no mapping, such as `name: q1`"))
        return {}
    return value
