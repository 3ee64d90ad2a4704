"""otter's solution lines as nbgrader's solution regions.

nbgrader leaves one stub for each region, and whole lines alone. A line of which students would
see the half (`nine = ...`) is therefore shown as a comment above its stub.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field

from corrige.authoring._cells import region

_LINE = re.compile(r"^(?P<code>.*?)[ \t]*#[ \t]*SOLUTION(?P<bare>[ \t]+NO PROMPT)?[ \t]*$")
_SEED = re.compile(r"^(?P<code>.*?)[ \t]*#[ \t]*SEED[ \t]*$")
_IGNORED = re.compile(r"#[ \t]*IGNORE[ \t]*$|^[ \t]*##[ \t]*solution[ \t]*##[ \t]*$", re.IGNORECASE)
_BEGIN_IGNORED = re.compile(r"^[ \t]*#[ \t]*BEGIN IGNORE[ \t]*$")
_END_IGNORED = re.compile(r"^[ \t]*#[ \t]*END IGNORE[ \t]*$")
_BEGIN = re.compile(r"^(?P<indent>[ \t]*)#[ \t]*BEGIN SOLUTION(?P<bare>[ \t]+NO PROMPT)?[ \t]*$")
_END = re.compile(r"^[ \t]*#[ \t]*END SOLUTION[ \t]*$")
_BEGIN_PROMPT = re.compile(r"^[ \t]*(\"\"\"|''')[ \t]*#[ \t]*BEGIN PROMPT[ \t]*$")
_END_PROMPT = re.compile(r"^[ \t]*(\"\"\"|''');?[ \t]*#[ \t]*END PROMPT[ \t]*$")
_ASSIGNED = re.compile(r"^(?P<left>[ \t]*[\w\s,.\[\]'\"]+?)=(?!=)")


@dataclass
class Solutions:
    """A code cell with nbgrader's regions: text, (first, last) lines of each, remarks, errors."""

    text: str
    regions: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_solutions(source: str) -> Solutions:
    """Return the cell for nbgrader; lines count from 1."""
    found = Solutions("")
    out: list[str] = []
    held: list[str] = []  # the region under way, without its marks
    hints: list[str] = []
    first, opened, prompt, ignored = 0, 0, 0, 0

    def close(last: int) -> None:
        nonlocal held, hints
        if held:
            indent = held[0][: len(held[0]) - len(held[0].lstrip())]
            out.extend([*hints, *region(held, indent)])
            found.regions.append((first, last))
        held, hints = [], []

    for number, line in enumerate(source.split("\n"), start=1):
        if ignored:
            ignored = 0 if _END_IGNORED.match(line) else ignored
        elif prompt:
            if _END_PROMPT.match(line):
                prompt = 0
            else:
                out.append(_commented(line))
        elif opened:
            if _END.match(line):
                opened = 0
                close(number)
            elif _BEGIN.match(line):
                found.problems.append((number, f"# BEGIN SOLUTION inside that of line {opened}"))
            else:
                held.append(line)
        elif _BEGIN_IGNORED.match(line):
            ignored = number
        elif _IGNORED.search(line):
            continue
        elif _BEGIN.match(line):
            close(number - 1)
            first, opened = number, number
        elif _END.match(line):
            found.problems.append((number, "# END SOLUTION closes nothing"))
        elif _BEGIN_PROMPT.match(line):
            close(number - 1)
            prompt = number
            found.remarks.append((number, "the prompt is shown as comments, which nothing runs"))
        elif (match := _LINE.match(line) or _SEED.match(line)) is not None:
            first = first if held else number
            held.append(match.group("code").rstrip())
            if match.groupdict().get("bare") is None and not _SEED.match(line):
                hints += _hint(held[-1])
        else:
            close(number - 1)
            out.append(line)
    left_open = {"SOLUTION": opened, "PROMPT": prompt, "IGNORE": ignored}
    for what, line_opened in left_open.items():
        if line_opened:
            found.problems.append((line_opened, f"# BEGIN {what} is not closed in this cell"))
    close(source.count("\n") + 1)
    found.text = textwrap.dedent("\n".join(out)) if not found.problems else ""
    return found


def _hint(code: str) -> list[str]:
    assigned = _ASSIGNED.match(code)
    if assigned is None:
        return []
    left = assigned.group("left").rstrip()
    indent = left[: len(left) - len(left.lstrip())]
    return [f"{indent}# {left.strip()} = ..."]


def _commented(line: str) -> str:
    bare = line.lstrip()
    if not bare or bare.startswith("#"):
        return line
    return f"{line[: len(line) - len(bare)]}# {bare}"
