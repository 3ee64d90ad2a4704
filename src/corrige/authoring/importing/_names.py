"""Grade ids that a person can read, and that stay the same when the notebook is imported again.

They come from what a cell says, never from its place: a cell added above changes none.
"""

from __future__ import annotations

import ast
import re
import unicodedata

from nbformat import NotebookNode

from corrige.authoring.importing._code import called_name, parsed

_LONGEST = 40


class Names:
    """Hands out each name once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """Return `wanted`, with a number where another cell has that name already."""
        name, count = wanted, 1
        while name in self._taken:
            count += 1
            name = f"{wanted}_{count}"
        self._taken.add(name)
        return name


def slug(text: str) -> str:
    """Return `text` in lower-case ASCII words joined by underscores, at most 40 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", plain).lower())
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > _LONGEST:
            break
        name = f"{name}_{word}" if name else word[:_LONGEST]
    return name


def wanted_name(cell: NotebookNode) -> str:
    """Return what a cell would best be called: what it defines, or what it speaks of."""
    text: str = cell.source
    if cell.cell_type == "code":
        return slug(_of_code(text)) or "code"
    heading = re.search(r"^#{1,6}\s+(.*\S)", text, re.MULTILINE)
    words = heading.group(1) if heading else " ".join(text.split()[:6])
    return slug(words) or "texte"


def defined_name(source: str) -> str:
    """Return what a cell's code defines, imports or binds, "" where that is nothing."""
    tree = parsed(source)
    body = [] if tree is None else tree.body
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            return node.name
    if any(isinstance(node, ast.Import | ast.ImportFrom) for node in body):
        return "imports"
    bound = dict.fromkeys(
        name.id
        for node in body
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    )
    return " ".join(list(bound)[:3])


def _of_code(source: str) -> str:
    if defined := defined_name(source):
        return defined
    tree = parsed(source)
    body = [] if tree is None else tree.body
    calls = [name for node in body for part in ast.walk(node) if (name := called_name(part))]
    return calls[0] if calls else " ".join(source.split()[:4])
