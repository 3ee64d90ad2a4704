"""Leave in a graded notebook what its student may see."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from corrige.grading import error_output
from corrige.grading.cells import is_hidden, is_test, region, without_hidden_tests

Resources = dict[str, Any]


_SCHEME = region("MARK SCHEME")


class StudentsView(NbGraderPreprocessor):  # type: ignore[misc]
    """For `c.GenerateFeedback.preprocessors`, before anything that renders.

    Of a hidden test its student gets the text around it, the points and the message; not the
    code, nor a trace through it, nor what was printed while it ran. Of a question corrected by
    hand, the question and the points; the marking scheme is for graders.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, index: int
    ) -> tuple[NotebookNode, Resources]:
        if is_test(cell) and is_hidden(cell.source):
            cell.source = without_hidden_tests(cell.source)
            cell.outputs = [
                error_output(output.ename, output.evalue)
                for output in cell.outputs
                if output.output_type == "error"
            ]
        if cell.cell_type == "markdown":
            cell.source = _SCHEME.sub("", cell.source)
        return cell, resources
