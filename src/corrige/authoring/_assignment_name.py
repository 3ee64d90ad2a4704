"""What an assignment may be called."""

from __future__ import annotations

import keyword

from corrige.course import CourseError


def checked_name(name: str) -> str:
    """Return `name` where it can name a folder, an nbgrader assignment and a Python package.

    Raises CourseError otherwise: hidden cells import from `grader_tests.<assignment>`.
    """
    if not name.isascii() or not name.isidentifier() or keyword.iskeyword(name):
        raise CourseError(
            f"{name!r} cannot name an assignment: use ASCII letters, digits and underscores, and "
            "begin with a letter (tests are imported from grader_tests.<assignment>)"
        )
    return name
