"""The code of a cell as a tree, magics and all."""

from __future__ import annotations

import ast

from IPython.core.inputtransformer2 import TransformerManager

_transformer = TransformerManager()  # type: ignore[no-untyped-call]


def parsed(source: str) -> ast.Module | None:
    """Return the tree of a cell's code, or None where it is no Python, IPython's magics aside."""
    try:
        return ast.parse(_transformer.transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def constant_text(node: ast.AST) -> str | None:
    """Return the text of a string literal, or None for any other node."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def called_name(node: ast.AST) -> str | None:
    """Return the last name of what a call calls (`sub` for `re.sub(…)`), None for no call."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None
