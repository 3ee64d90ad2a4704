"""Recognise the cell that makes the student version by itself, which nbgrader replaces."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nbformat import NotebookNode

from corrige.authoring.importing._code import called_name, constant_text, parsed
from corrige.authoring.importing._markers import Marker

_CUTS = {"sub", "subn", "compile", "split", "replace"}
_WRITES = {"open", "write", "write_text", "dump", "writestr"}


def is_stripper(cell: NotebookNode, markers: Sequence[Marker]) -> bool:
    """Whether the cell cuts what lies between the markers out of a text, and writes a file."""
    tree = parsed(cell.source) if cell.cell_type == "code" else None
    calls = [] if tree is None else [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    cuts = any(
        any(marker.begin in (constant_text(argument) or "") for marker in markers)
        for call in calls
        if called_name(call) in _CUTS
        for argument in call.args
    )
    return cuts and any(called_name(call) in _WRITES for call in calls)
