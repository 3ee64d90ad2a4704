"""What `nbgrader generate_feedback` turns a graded notebook into."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from corrige.checks import speaking
from corrige.feedback._grades import GRADES
from corrige.feedback._page import page
from corrige.grading import Grade


class FeedbackExporter(Exporter):  # type: ignore[misc]
    """For `c.GenerateFeedback.exporter_class`: one page of HTML that needs nothing else.

    After ReadGrades it tells points and what failed; without it, it shows the notebook alone.
    """

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources["nbgrader"]
        with speaking(Grade(config=self.config).language):
            text = page(
                notebook,
                resources.get(GRADES),
                assignment=about["assignment"],
                name=about["notebook"],
                source=self._source(about["assignment"]),
            )
        return text, resources

    def _source(self, assignment: str) -> str:
        """Return the instructor's folder, for the pictures of the statement."""
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None:
            return ""
        return str(coursedir.format_path(coursedir.source_directory, ".", assignment))
