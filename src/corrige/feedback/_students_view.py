"""Leave in a graded notebook what its student may see."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from corrige.grading import error_output
from corrige.grading.cells import called_checks, is_hidden, is_test, region, without_hidden_tests

Resources = dict[str, Any]

ABOUT = "corrige"
"""Key of a test cell's metadata, for the page: "hidden", "names_check" (whether a failure's message
begins with what its check proves) and "see" (where the instructor says to look)."""

_SCHEME = region("MARK SCHEME")
_SEE = re.compile(r"^[ \t]*#[ \t]*(?:Voir|See)[ \t]*:[ \t]*(.*\S)[ \t]*$", re.M | re.I)


class StudentsView(NbGraderPreprocessor):  # type: ignore[misc]
    """For `c.GenerateFeedback.preprocessors`, before anything that renders.

    Of a hidden test its student gets the text around it, the points and the message; not the
    code, nor a trace through it, nor what was printed while it ran. Of a question corrected by
    hand, the question and the points; the marking scheme is for graders.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, index: int
    ) -> tuple[NotebookNode, Resources]:
        cell.metadata.pop(ABOUT, None)
        if is_test(cell):
            hidden = is_hidden(cell.source)
            cell.metadata[ABOUT] = {
                "hidden": hidden,
                "names_check": bool(called_checks(cell.source)),
                "see": _SEE.findall(cell.source),
            }
            if hidden:
                cell.source = without_hidden_tests(cell.source)
                cell.outputs = [
                    error_output(output.ename, output.evalue)
                    for output in cell.outputs
                    if output.output_type == "error"
                ]
            cell.source = _SEE.sub("", cell.source).strip("\n")
        if cell.cell_type == "markdown":
            cell.source = _SCHEME.sub("", cell.source)
        return cell, resources
