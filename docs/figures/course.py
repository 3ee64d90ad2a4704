"""Take the picture that stands for each assignment from a run of its reference notebook.

Run from the course folder: python docs/figures/course.py [ASSIGNMENT ...]
"""

from __future__ import annotations

import base64
import io
import shutil
import sys
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image
from screenshots import COLOURS

from corrige.authoring import compose, reference_text
from corrige.course import Assignment, Course
from corrige.grading import read_notebook
from corrige.grading.cells import is_test

SHOWN = Path("docs/images")
DRAWN = {"rnn_architecture": Path("source/rnn_architecture/data/rnn_unfold2.png")}
"""Notebooks that draw nothing have a picture beside them."""


def main(names: list[str]) -> None:
    course = Course(Path.cwd())
    every = sorted(path.name for path in (course.root / "source").iterdir() if path.is_dir())
    for name in names or every:
        data = DRAWN[name].read_bytes() if name in DRAWN else last_picture(course.assignment(name))
        with Image.open(io.BytesIO(data)) as image:
            small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(SHOWN / f"{name}.png", optimize=True)


def last_picture(assignment: Assignment) -> bytes:
    """Return the PNG that the notebook, with the instructor's solutions, draws last."""
    (path,) = assignment.notebooks()
    source = read_notebook(path)
    notebook = compose(source, reference_text(source))
    notebook.cells = [cell for cell in notebook.cells if not is_test(cell)]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(path.parent, folder, dirs_exist_ok=True)
        NotebookClient(notebook, resources={"metadata": {"path": folder}}).execute()
    return base64.b64decode(pictures(notebook)[-1])


def pictures(notebook: NotebookNode) -> list[str]:
    return [
        output.data["image/png"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
