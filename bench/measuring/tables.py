"""Tables that can be pasted into Markdown, and their places in the documentation."""

from __future__ import annotations

import importlib.metadata
import io
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table


class PlaceMissing(Exception):
    """A document has no marks for a table; the text names both."""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are aligned right."""
    made = Table(box=box.MARKDOWN)
    for number, head in enumerate(heads):
        made.add_column(head, justify="left" if number == 0 else "right", no_wrap=True)
    for row in rows:
        made.add_row(*row)
    console = Console(file=io.StringIO(), width=10_000, color_system=None, markup=False)
    console.print(made)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def show(text: str) -> None:
    """Print Markdown as it is, however narrow the terminal."""
    Console(markup=False, highlight=False, soft_wrap=True).print(text)


def machine() -> str:
    """Return one line on what was measured with."""
    names = ("nbgrader", "torch", "ipykernel", "SQLAlchemy")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    linux = ".".join(platform.release().split(".")[:2])
    return (
        f"{cores} cores, {memory:.0f} GiB, Linux {linux}, Python {platform.python_version()}, "
        f"{versions}"
    )


def update(document: Path, name: str, text: str) -> None:
    """Put `text` between the marks of the place `name`.

    Raises PlaceMissing where the document has no such place.
    """
    before = document.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    place = re.compile(f"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})", re.DOTALL)
    if not place.search(before):
        raise PlaceMissing(f"{document} has no lines {begin} and {end} to put a table between")
    document.write_text(place.sub(lambda _: f"\n{text.strip()}\n\n", before), encoding="utf-8")
