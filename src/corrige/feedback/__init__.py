"""What students read of their graded work."""

from corrige.feedback._students_view import StudentsView

__all__ = ["StudentsView"]
