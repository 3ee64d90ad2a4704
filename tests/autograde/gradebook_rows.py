"""A gradebook and an autograded tree as values that two runs can be compared by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

ROWS = {
    "course": "SELECT id FROM course",
    "student": "SELECT * FROM student",
    "assignment": "SELECT name, duedate, course_id FROM assignment",
    "submitted_assignment": """
        SELECT a.name, s.student_id, s.timestamp, s.extension
        FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id""",
    "submitted_notebook": """
        SELECT s.student_id, n.name, m.flagged, m.late_submission_penalty
        FROM submitted_notebook m
        JOIN submitted_assignment s ON s.id = m.assignment_id
        JOIN notebook n ON n.id = m.notebook_id""",
    **{
        table: f"""
        SELECT s.student_id, n.name, b.name, b.type, {columns}
        FROM {table} g
        JOIN submitted_notebook m ON m.id = g.notebook_id
        JOIN submitted_assignment s ON s.id = m.assignment_id
        JOIN notebook n ON n.id = m.notebook_id
        JOIN base_cell b ON b.id = g.cell_id"""
        for table, columns in {
            "grade": "g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade",
            "comment": "g.auto_comment, g.manual_comment",
        }.items()
    },
}


def rows(database: Path | str) -> dict[str, list[str]]:
    """Return all rows that grading writes, ids aside, by table."""
    url = database if isinstance(database, str) else f"sqlite:///{database}"
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            table: sorted(repr(tuple(row)) for row in connection.execute(text(query)))
            for table, query in ROWS.items()
        }
    engine.dispose()
    return found


def tree(folder: Path) -> dict[str, Any]:
    """Return the files below an autograded folder: kind, permissions and content, by name."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if name.startswith(".corrige"):
            continue
        content: Any = None
        if path.suffix == ".ipynb":
            content = without_times(json.loads(path.read_text(encoding="utf-8")))
        elif path.is_file():
            content = path.read_bytes()
        found[name] = (oct(path.stat().st_mode), content)
    return found


def without_times(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook without what differs from one run to the next."""
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
    for verdict in notebook["metadata"].get("corrige", {}).get("verdicts", []):
        verdict.pop("seconds")
    return notebook
