"""Read what an author brings: a notebook, its text export, or any form that jupytext knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from corrige.authoring.importing._problems import ImportRefused, Note
from corrige.authoring.importing._text_export import is_text_export, read_text_export
from corrige.checks import speaking
from corrige.grading import Unreadable, read_notebook


def read_origin(path: Path, marks: Sequence[str]) -> tuple[NotebookNode, list[Note]]:
    """Return the notebook in `path`, and notes on what its form left open.

    Raises ImportRefused where it cannot be read.
    """
    if path.suffix == ".ipynb":
        try:
            with speaking("en"):
                return read_notebook(path), []
        except Unreadable as error:
            raise ImportRefused(f"{path} cannot be imported: {error}") from None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path} cannot be read: {error}") from None
    if is_text_export(text):
        return read_text_export(text, marks)
    try:
        notebook = jupytext.reads(text, fmt=path.suffix.lstrip("."))
    except Exception:
        raise ImportRefused(
            f"{path} is neither a notebook (.ipynb), nor its export as text (with lines such as "
            "`In [1]:`), nor a form that jupytext reads (.py, .md, .Rmd, .qmd)"
        ) from None
    return notebook, []
