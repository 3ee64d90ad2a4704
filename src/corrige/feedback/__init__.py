"""What students read of their graded work."""

from corrige.feedback._before_due import before_due, hidden_cells, notice
from corrige.feedback._exporter import FeedbackExporter
from corrige.feedback._grades import ReadGrades
from corrige.feedback._students_view import StudentsView

__all__ = [
    "FeedbackExporter",
    "ReadGrades",
    "StudentsView",
    "before_due",
    "hidden_cells",
    "notice",
]
