"""corrige: deep-learning notebooks, released, submitted and graded on top of nbgrader."""

from corrige.course import Assignment, Course, CourseError, Submission
from corrige.verdict import Outcome, Verdict

__version__ = "0.1.0"

__all__ = [
    "Assignment",
    "Course",
    "CourseError",
    "Outcome",
    "Submission",
    "Verdict",
    "__version__",
]
