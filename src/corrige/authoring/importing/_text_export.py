"""Read a notebook that was exported as text: prose, then `In [1]:`, code, its output, prose…

Such a file does not say where code ends and output or prose begins. What decides is whether the
lines parse as Python and what the code's prints leave behind; each decision that could be another
is handed back as a note.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from corrige.authoring.importing._code import called_name, parsed
from corrige.authoring.importing._printed import prints
from corrige.authoring.importing._problems import Note

_PROMPT = re.compile(r"^In \[(?:\d+|None| |\*)?\]:[ \t]*$")
_HEADING = re.compile(r"^#{1,6} \S")
_VALUES = {"tensor", "Parameter", "array", "Size", "dtype", "device"}


@dataclass(frozen=True)
class _Block:
    """Lines between blank ones: [start, stop), and how many blank lines follow."""

    start: int
    stop: int
    blank_after: int


def is_text_export(text: str) -> bool:
    """Whether `text` holds a line such as `In [1]:`."""
    return any(_PROMPT.match(line) for line in text.splitlines())


def read_text_export(text: str, marks: Sequence[str] = ()) -> tuple[NotebookNode, list[Note]]:
    """Return the notebook that `text` was exported from, and what was decided on the way.

    marks: texts of which a line is never prose after code (those that open and close solutions).
    """
    segments: list[list[str]] = [[]]
    for line in text.splitlines():
        if _PROMPT.match(line):
            segments.append([])
        else:
            segments[-1].append(line)
    cells: list[NotebookNode] = _prose(segments[0])
    notes: list[Note] = []
    for lines in segments[1:]:
        place = len(cells) + 1
        code, output, rest, told = _split(lines, marks)
        outputs = [new_output("stream", name="stdout", text=output + "\n")] if output else []
        cells += [new_code_cell(code, outputs=outputs), *_prose(rest)]
        notes += [Note(place, line, said) for line, said in told]
    return new_notebook(cells=cells), notes


def _split(
    lines: list[str], marks: Sequence[str]
) -> tuple[str, str, list[str], list[tuple[int | None, str]]]:
    """Return the code, output and prose that follow one prompt, and (line, remark)s."""
    blocks = _blocks(lines)
    if not blocks:
        return "", "", [], []
    told: list[tuple[int | None, str]] = []
    count = _code_blocks(lines, blocks)
    if count == 0:
        count = 1
        told.append((None, "this code does not parse: taken up to the first blank line"))
    while count > 1 and _may_be_prose(lines, blocks[count - 1], marks):
        count -= 1
        line = lines[blocks[count].start]
        told.append((blocks[count].start + 1, f"taken as prose, not as code: {line!r}"))
    code = "\n".join(lines[: blocks[count - 1].stop])
    printed = _output_blocks(lines, blocks[count:], code)
    output = ""
    if printed:
        inside = blocks[count : count + printed]
        output = "\n".join(lines[inside[0].start : inside[-1].stop])
        if not _is_output(code, "\n".join(lines[inside[0].start : inside[0].stop])):
            told.append((None, f"taken as output, not as prose: {output.splitlines()[0]!r}"))
    rest = blocks[count + printed :]
    return code.strip("\n"), output, lines[rest[0].start :] if rest else [], told


def _blocks(lines: list[str]) -> list[_Block]:
    full = [number for number, line in enumerate(lines) if line.strip()]
    starts = [n for n in full if n == 0 or not lines[n - 1].strip()]
    stops = [n + 1 for n in full if n + 1 == len(lines) or not lines[n + 1].strip()]
    following = [*starts[1:], len(lines)]
    return [
        _Block(start, stop, after - stop)
        for start, stop, after in zip(starts, stops, following, strict=True)
    ]


def _code_blocks(lines: list[str], blocks: list[_Block]) -> int:
    """Return how many of the blocks are code: the most that parse before output begins."""
    best = 0
    for count, block in enumerate(blocks, start=1):
        text = "\n".join(lines[block.start : block.stop])
        if best == count - 1 and best and _is_output("\n".join(lines[: block.start]), text):
            break
        if _is_python(lines[: block.stop]):
            best = count
    return best


def _is_python(lines: list[str]) -> bool:
    """Whether the lines parse; IPython's `?` is left out, as questions in prose end in it."""
    questions = any(re.search(r"\?\s*$", line.partition("#")[0]) for line in lines)
    return not questions and parsed("\n".join(lines)) is not None


def _may_be_prose(lines: list[str], block: _Block, marks: Sequence[str]) -> bool:
    """Whether lines that parse after the code are rather prose: a heading, or bare words."""
    text = "\n".join(lines[block.start : block.stop])
    if any(mark in text for mark in marks):
        return False
    tree = parsed(text)
    if tree is not None and not tree.body:
        return block.stop - block.start == 1 and _HEADING.match(text) is not None
    return tree is not None and all(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Name | ast.UnaryOp)
        for node in tree.body
    )


def _output_blocks(lines: list[str], blocks: list[_Block], code: str) -> int:
    """Return how many blocks after the code are its output.

    Output ends in a newline of its own, so two blank lines follow it where one parts paragraphs.
    """
    if not blocks or not _prints_anywhere(code):
        return 0
    first = "\n".join(lines[blocks[0].start : blocks[0].stop])
    ended = next((n for n, b in enumerate(blocks, start=1) if b.blank_after > 1), None)
    if _is_output(code, first):
        matching = 0
        for block in blocks[:ended]:
            if not _is_output(code, "\n".join(lines[block.start : block.stop])):
                break
            matching += 1
        return (
            ended if ended is not None and _only_output_before(lines, blocks, ended) else matching
        )
    heading = _HEADING.match(lines[blocks[0].start])
    return 1 if ended == 1 and len(blocks) > 1 and not heading else 0


def _only_output_before(lines: list[str], blocks: list[_Block], count: int) -> bool:
    return not any(_HEADING.match(lines[block.start]) for block in blocks[:count])


def _is_output(code: str, text: str) -> bool:
    """Whether the block is what a print of the code leaves, or the written form of a value."""
    first = text.partition("\n")[0]
    if any(p.labelled and p.pattern.match(first) for p in prints(code)):
        return True
    if not _prints_anywhere(code):
        return False
    tree = parsed(text)
    return bool(tree and tree.body) and all(
        isinstance(node, ast.Expr)
        and (called_name(node.value) in _VALUES or _is_literal(node.value))
        for node in (tree.body if tree else [])
    )


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, SyntaxError):
        return False
    return True


def _prints_anywhere(code: str) -> bool:
    tree = parsed(code)
    if tree is None or not tree.body:
        return False
    return isinstance(tree.body[-1], ast.Expr) or any(
        called_name(node) == "print" for node in ast.walk(tree)
    )


def _prose(lines: list[str]) -> list[NotebookNode]:
    """Return markdown cells, each from a heading to the next."""
    parts: list[list[str]] = [[]]
    fenced = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        starts = number == 0 or not lines[number - 1].strip()
        if _HEADING.match(line) and starts and not fenced:
            parts.append([])
        parts[-1].append(line)
    texts = ["\n".join(part).strip("\n") for part in parts]
    return [new_markdown_cell(text) for text in texts if text.strip()]
