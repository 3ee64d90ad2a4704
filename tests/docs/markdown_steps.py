"""What a page of the documentation has its reader do, read from its Markdown.

Fenced blocks are read by their language. Comments on lines of their own, which readers do not see,
tell a test what it cannot know:

<!-- by hand: WHAT -->      here a person does something; tests/docs/people.py does it
<!-- as: WHO -->            the next block is typed by this student (others: by the instructor)
<!-- in: FOLDER -->         the next block is typed in this folder
<!-- status: N -->          the last command of the next block ends so; all others with 0
<!-- until: TEXT -->        the next command runs on; once it says this, it is ended with Ctrl-C
<!-- runs on: TEXT -->      the same, but it is ended with the page
<!-- add to: FILE -->       the next block is added to this file
<!-- not run: WHY -->       the next block cannot run in a test
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt

KINDS = ("as", "in", "status", "until", "runs on", "add to", "not run")
LANGUAGES = ("sh", "output", "python", "toml", "text")
"""sh: commands. output: what the block before it shows, … standing for anything. text: the rest."""

_COMMENT = re.compile(r"<!-- (?P<kind>[a-z ]+): (?P<text>.+?) -->")
_FIGURES = re.compile(r"<!-- \w+: (begin|end) -->")


@dataclass(frozen=True)
class ByHand:
    """Something that a person does."""

    what: str
    where: str


@dataclass(frozen=True)
class Block:
    """A fenced block; marks: the comments before it, by kind."""

    language: str
    text: str
    where: str
    marks: dict[str, str] = field(default_factory=dict)

    def commands(self) -> list[str]:
        """Return the commands of a block, in order, without comments."""
        joined = self.text.replace("\\\n", " ")
        return [line for line in joined.splitlines() if line.strip() and line[0] != "#"]


def steps(page: Path) -> Iterator[ByHand | Block]:
    """Yield what the page has its reader do, in order.

    Raises ValueError, with the line, for a mark or a language that is none, and for a mark that no
    block follows.
    """
    marks: dict[str, str] = {}
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        where = f"{page.name}:{token.map[0] + 1}" if token.map else page.name
        if token.type == "html_block":
            for line in token.content.strip().splitlines():
                if _FIGURES.fullmatch(line):
                    continue
                match = _COMMENT.fullmatch(line)
                if match is None or match["kind"] not in (*KINDS, "by hand"):
                    raise ValueError(f"{where}: {line} is no mark")
                if match["kind"] == "by hand":
                    yield ByHand(match["text"], where)
                else:
                    marks[match["kind"]] = match["text"]
        elif token.type == "fence":
            if token.info not in LANGUAGES:
                raise ValueError(f"{where}: {token.info!r} is none of {', '.join(LANGUAGES)}")
            yield Block(token.info, token.content, where, marks)
            marks = {}
        elif token.type == "code_block":
            raise ValueError(f"{where}: an indented block; fence it, and name its language")
        elif token.type.endswith("_open") and marks:
            raise ValueError(f"{where}: no block follows the mark {marks}")
    if marks:
        raise ValueError(f"{page.name}: no block follows the mark {marks}")


def shows(output: str, expected: str) -> bool:
    """Whether an output holds the expected lines, one after another, … standing for anything.

    How wide the columns of a table are does not count.
    """
    parts = [re.escape(_plain(part)) for part in expected.split("…")]
    return re.search(".*?".join(parts), _plain(output), re.DOTALL) is not None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[━─]+", "─", re.sub(r"[│┃]", " │ ", text)).split())
