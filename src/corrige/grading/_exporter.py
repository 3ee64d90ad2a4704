"""nbgrader's way in: reading a submitted file, without letting a broken one stop the class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from traitlets import Bool

from corrige.checks import speaking
from corrige.grading._align import NOTES
from corrige.grading._preprocessors import Grade
from corrige.grading._read import Unreadable, read_notebook


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads what `nbgrader autograde` is given; see `c.Autograde.exporter_class`.

    A file that is no notebook becomes an empty one that says so, so that it goes through the same
    steps as the others and ends as verdicts, not as a missing grade.
    """

    optimistic_validation = Bool(
        True, help="Validate the notebook after the last preprocessor only, not after each."
    ).tag(config=True)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        path = Path(filename)
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        try:
            with speaking(Grade(parent=self).language):
                notebook = read_notebook(path)
        except Unreadable as error:
            self.log.warning(
                "%s: %s. Its test cells are flagged for a person; ask the student for the file",
                filename,
                error,
            )
            notebook = new_notebook(metadata={NOTES: {"notes": [], "unreadable": str(error)}})
        result: tuple[str, dict[str, Any]] = self.from_notebook_node(
            notebook, resources=resources, **kw
        )
        return result
