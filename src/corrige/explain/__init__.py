"""Why a graded submission has the points it has: its verdicts, read back and told."""

from corrige.explain._find import ExplainError, explain
from corrige.explain._show import as_json, show
from corrige.explain._values import ExplainedCell, ExplainedNotebook, Explanation

__all__ = [
    "ExplainError",
    "ExplainedCell",
    "ExplainedNotebook",
    "Explanation",
    "as_json",
    "explain",
    "show",
]
