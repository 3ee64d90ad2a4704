"""Regions between markers, such as `## <CORRECTION>` … `## </CORRECTION>`, rewritten for nbgrader.

A marker may share its line with hashes around it, with text of its own, with code before it, or
with the other marker. nbgrader knows whole lines alone, so what shares a line is given its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corrige.authoring._cells import region


@dataclass(frozen=True)
class Marker:
    """The texts that open and close a solution, without the comment signs around them."""

    begin: str
    end: str


CORRECTION = Marker("<CORRECTION>", "</CORRECTION>")


@dataclass(frozen=True)
class Span:
    """A region of a cell as offsets: outside the markers, inside them, and its lines from 1."""

    start: int
    inner_start: int
    inner_stop: int
    stop: int
    first: int
    last: int


@dataclass
class Scan:
    """The regions of a cell, or (line, what is wrong) for each marker out of place."""

    spans: list[Span] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def scan(source: str, markers: Sequence[Marker]) -> Scan:
    """Find the regions of a cell, in order."""
    texts = sorted({t for m in markers for t in (m.begin, m.end)}, key=len, reverse=True)
    found, opened = Scan(), None
    for match in re.finditer("|".join(map(re.escape, texts)), source):
        text, line = match.group(), source.count("\n", 0, match.start()) + 1
        begins = next((m for m in markers if m.begin == text), None)
        if begins is not None:
            if opened is not None:
                found.problems.append(
                    (line, f"{text} inside the region that line {opened[2]} opens")
                )
            else:
                opened = (begins, match, line)
        elif opened is None:
            found.problems.append((line, f"{text} closes nothing"))
        elif opened[0].end != text:
            found.problems.append(
                (line, f"{text} closes no {opened[0].begin} (opened in line {opened[2]})")
            )
        else:
            begin = opened[1]
            found.spans.append(
                Span(begin.start(), begin.end(), match.start(), match.end(), opened[2], line)
            )
            opened = None
    if opened is not None:
        found.problems.append((opened[2], f"{opened[0].begin} is not closed in this cell"))
    return found


def rewrite(source: str, spans: Sequence[Span], *, code: bool) -> tuple[str, list[tuple[int, str]]]:
    """Return the cell with nbgrader's marks in place of the markers, and (line, remark)s."""
    lines: list[str] = []
    remarks: list[tuple[int, str]] = []
    place = 0
    for span in spans:
        *before, prefix = source[place : span.start].split("\n")
        lines += before
        tail, newline, _rest = source[span.stop :].partition("\n")
        if any(other.start < span.stop + len(tail) for other in spans if other.start > span.start):
            tail = source[span.stop : next(o.start for o in spans if o.start > span.start)]
            newline = ""
        place = span.stop + len(tail) + len(newline)
        inner = source[span.inner_start : span.inner_stop]
        made, told = (_code if code else _text)(prefix, inner, tail)
        lines += made
        remarks += [(span.first, remark) for remark in told]
    if place < len(source):
        lines += source[place:].split("\n")
    return "\n".join(lines), remarks


def _code(prefix: str, inner: str, tail: str) -> tuple[list[str], list[str]]:
    commented = "#" in prefix
    kept = re.sub(r"[ \t]*#+[ \t]*$", "", prefix).rstrip()
    tail = _bare(tail)
    told = []
    if "\n" not in inner and kept.strip() and not commented:
        # `y = <…>f(x)</…>`: half a line. The solution is the whole; students see the other half.
        whole, indent = f"{kept} {inner.strip()} {tail}".rstrip(), _indent(kept)
        told.append("half a line is the solution: students read the other half as a comment")
        hint = f"{indent}# {kept.strip()} … {tail}".rstrip()
        return [hint, *region([whole], indent)], told
    first, *rest = inner.split("\n")
    content = []
    if rest:
        last = re.sub(r"[ \t]*#+[ \t]*$", "", rest.pop())
        content += [*rest, *([last] if last.strip() else [])]
    else:
        first = re.sub(r"[ \t]*#+[ \t]*$", "", first)
    if opening := _bare(first):
        content.insert(0, _indent(prefix) + (f"# {opening}" if commented else opening))
    codes = [ln for ln in content if ln.strip() and not ln.lstrip().startswith("#")]
    indent = _indent(codes[0] if codes else prefix)
    if not any(line.strip() for line in content):
        told.append("an empty region: students lose nothing; are the markers where they belong?")
    after = [f"{indent}# {tail}" if commented else indent + tail] if tail else []
    return [*([kept] if kept.strip() else []), *region(content, indent), *after], told


def _text(prefix: str, inner: str, tail: str) -> tuple[list[str], list[str]]:
    kept = re.sub(r"(^[ \t]*#+|<!--)[ \t]*$", "", prefix).rstrip()
    inner = re.sub(r"^[ \t]*(-->|#+[ \t]*(?=\n))", "", inner)
    inner = re.sub(r"(<!--|(?<=\n)[ \t]*#+)[ \t]*$", "", inner)
    tail = re.sub(r"^[ \t]*(-->|#+[ \t]*$)", "", tail).strip()
    content = inner.strip("\n").strip(" \t") if "\n" not in inner else inner.strip("\n")
    told = [] if content.strip() else ["an empty region: are the markers where they belong?"]
    made = region(content.split("\n") if content.strip() else [])
    return [*([kept] if kept.strip() else []), *made, *([tail] if tail else [])], told


def _bare(text: str) -> str:
    return "" if not text.strip(" \t#") else re.sub(r"^[ \t]*#*[ \t]*", "", text).rstrip()


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
