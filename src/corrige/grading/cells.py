"""What the cells of an nbgrader notebook are, and which names their code binds and uses."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

_transformer = TransformerManager()  # type: ignore[no-untyped-call]


def grade_id(cell: NotebookNode) -> str | None:
    """Return the cell's nbgrader id, or None for a cell that nbgrader does not know."""
    data = cell.metadata.get("nbgrader")
    name = data.get("grade_id") if isinstance(data, dict) else None
    return name if isinstance(name, str) else None


def is_test(cell: NotebookNode) -> bool:
    """Whether it is a test cell: code with points that the student does not write."""
    return cell.cell_type == "code" and _says(cell, "grade") and not _says(cell, "solution")


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student writes it and a person gives its points."""
    return _says(cell, "grade") and _says(cell, "solution")


def is_solution(cell: NotebookNode) -> bool:
    """Whether the student writes it."""
    return _says(cell, "solution")


def is_locked(cell: NotebookNode) -> bool:
    """Whether it is the instructor's: given as it is, not a test."""
    return grade_id(cell) is not None and not is_solution(cell) and not is_test(cell)


def is_graded(cell: NotebookNode) -> bool:
    """Whether it has a row of its own in the gradebook."""
    return _says(cell, "grade") or _says(cell, "task")


def without_hidden_tests(source: str) -> str:
    """Return the text of a cell as students get it, hidden tests taken out."""
    return _HIDDEN.sub("", source).rstrip("\n") if is_hidden(source) else source


def is_hidden(source: str) -> bool:
    """Whether the instructor's text of a cell holds hidden tests."""
    return _HIDDEN.search(source) is not None


def region(name: str) -> re.Pattern[str]:
    """Return what finds a part of a cell that nbgrader's marks enclose."""
    return re.compile(rf"^[ \t]*### BEGIN {name}.*?### END {name}[^\n]*\n?", re.M | re.S)


_HIDDEN = region("HIDDEN TESTS")


def max_points(cell: NotebookNode) -> float:
    return float(cell.metadata.nbgrader["points"])


def exercises(source: NotebookNode) -> dict[str, dict[str, float]]:
    """Return, for each solution cell, the graded cells that follow it, with their points."""
    found: dict[str, dict[str, float]] = {}
    current = ""
    for cell in source.cells:
        name = grade_id(cell)
        if name is None:
            continue
        if is_graded(cell):
            found.setdefault(current, {})[name] = max_points(cell)
        elif is_solution(cell):
            current = name
    return found


@functools.lru_cache(4096)
def bound_names(source: str) -> frozenset[str]:
    """Return the names that a cell binds when it runs: assignments, definitions, imports.

    Code that does not parse binds nothing. Names bound inside functions and classes stay there.
    """
    found: set[str] = set()

    tree = _parse(source)
    pending: list[ast.AST] = [] if tree is None else [tree]
    while pending:  # no recursion: a sum of a thousand terms is a tree as deep
        match pending.pop():
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as made:
                found.add(made.name)
            case ast.Lambda():
                pass
            case ast.alias() as alias:
                found.add(alias.asname or alias.name.split(".")[0])
            case node:
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    found.add(node.id)
                pending.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def code_text(cells: Iterable[NotebookNode]) -> str:
    """Return the code of all cells that parse, as plain Python; test cells are left out."""
    texts = []
    for cell in cells:
        if cell.cell_type == "code" and not is_test(cell) and _parse(cell.source) is not None:
            texts.append(_transformer.transform_cell(cell.source))
    return "\n".join(texts)


@functools.lru_cache(4096)
def used_names(source: str) -> frozenset[str]:
    """Return the names that a cell reads, wherever in it."""
    tree = _parse(source)
    if tree is None:
        return frozenset()
    return frozenset(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def has_code(source: str) -> bool:
    """Whether a cell does anything: hidden tests leave an empty one, or a comment, to students."""
    tree = _parse(source)
    return tree is None or bool(tree.body)


def called_checks(source: str) -> list[tuple[str, str]]:
    """Return (module, check) for each check of grader_tests/ that a test cell imports."""
    tree = _parse(source)
    return [
        ((node.module or "").rpartition(".")[2], alias.name)
        for node in ast.walk(tree or ast.Module([], []))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader_tests.")
        for alias in node.names
    ]


def _parse(source: str) -> ast.Module | None:
    try:
        return ast.parse(_transformer.transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _says(cell: NotebookNode, key: str) -> bool:
    data = cell.metadata.get("nbgrader")
    return isinstance(data, dict) and bool(data.get(key, False))
