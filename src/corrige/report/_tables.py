"""The results as CSV and JSON, for machines."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from corrige.report._similar import Pair
from corrige.report._statistics import by_exercise, distribution, items, misconceptions
from corrige.report._values import ClassResults, Student


def wide_csv(results: ClassResults) -> str:
    """Return a row a student, a column a check. What was not judged stays empty, never 0."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    checks = [check.name for check in results.checks]
    writer.writerow(["student", "grade", "max_grade", "penalty", "complete", *checks])
    for student in results.students:
        writer.writerow(
            [
                student.id,
                "" if student.grade is None else f"{student.grade:.10g}",
                f"{results.max_score:.10g}",
                f"{student.penalty:.10g}" if student.is_graded else "",
                "" if not student.is_graded else "no" if student.waits else "yes",
                *(_points(student, results)),
            ]
        )
    return text.getvalue()


def _points(student: Student, results: ClassResults) -> list[str]:
    found = [student.result(check) for check in results.checks]
    return [f"{result.points:.10g}" if result.state.is_judged else "" for result in found]


def as_json(results: ClassResults, pairs: list[Pair] | None) -> str:
    """Return all that the page shows, as JSON; times as ISO 8601, UTC."""
    found = distribution(results)
    data: dict[str, Any] = {
        "assignment": results.assignment,
        "max_score": results.max_score,
        "distribution": {
            "counts": found.counts,
            "edges": found.edges,
            "mean": found.mean,
            "median": found.median,
            "deviation": found.deviation,
        },
        "exercises": [
            {
                "name": e.name,
                "max_points": e.max_points,
                "judged": e.judged,
                "complete": e.complete,
                "success": e.success,
            }
            for e in by_exercise(results)
        ],
        "checks": [
            {
                "name": i.check.name,
                "exercise": i.check.exercise,
                "max_points": i.check.max_points,
                "judged": i.judged,
                "difficulty": i.difficulty,
                "discrimination": i.discrimination,
            }
            for i in items(results)
        ],
        "misconceptions": [
            {"message": m.message, "checks": m.checks, "students": m.students}
            for m in misconceptions(results)
        ],
        "students": [_student(student) for student in results.students],
    }
    if pairs is not None:
        data["similar"] = [
            {"students": [p.first, p.second], "share": p.share, "common": p.common} for p in pairs
        ]
    return json.dumps(data, ensure_ascii=False, indent=1)


def _student(student: Student) -> dict[str, Any]:
    return {
        "id": student.id,
        "name": student.name,
        "grade": student.grade,
        "penalty": student.penalty,
        "complete": student.is_graded and not student.waits,
        "handed_in": student.handed_in,
        "again": None if student.again is None else student.again.isoformat(),
        "attempts": [time.isoformat() for time in student.attempts],
        "results": {
            name: {
                "state": result.state,
                "points": result.points if result.state.is_judged else None,
                "message": result.message,
                "seconds": result.seconds,
            }
            for name, result in student.results.items()
        },
    }
