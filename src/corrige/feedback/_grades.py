"""What the gradebook holds of a notebook: points, what waits for a person, comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from corrige.grading import kept_verdicts
from corrige.standing import Result, after_penalty, result

Resources = dict[str, Any]
GRADES = "corrige_grades"
"""Key of nbconvert's resources under which the grades travel to the page."""


@dataclass(frozen=True)
class Mark:
    """One graded cell: how it stands and what it could earn; by_hand: a person gave its points."""

    result: Result
    max_points: float
    by_hand: bool


@dataclass(frozen=True)
class Grades:
    """Of one notebook. marks and comments: by grade id. penalty: taken off for lateness."""

    student: str
    marks: Mapping[str, Mark]
    comments: Mapping[str, str]
    score: float
    max_score: float
    penalty: float

    @property
    def grade(self) -> float:
        """Points after the penalty, never below 0."""
        return after_penalty(self.score, self.penalty)


class ReadGrades(NbGraderPreprocessor):  # type: ignore[misc]
    """For `c.GenerateFeedback.preprocessors`, in place of nbgrader's GetGrades."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        about = resources["nbgrader"]
        verdicts = {verdict.cell: verdict for verdict in kept_verdicts(nb)}
        with Gradebook(about["db_url"]) as gradebook:
            row = gradebook.find_submission_notebook(
                about["notebook"], about["assignment"], about["student"]
            )
            resources[GRADES] = Grades(
                student=about["student"],
                marks={
                    grade.name: Mark(
                        result(grade, verdicts.get(grade.name)),
                        float(grade.max_score),
                        grade.manual_score is not None,
                    )
                    for grade in row.grades
                },
                comments={c.name: c.comment for c in row.comments if c.comment},
                score=float(row.score),
                max_score=float(row.max_score),
                penalty=float(row.late_submission_penalty or 0.0),
            )
        return nb, resources
