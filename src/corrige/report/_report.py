"""From a course folder to the report's files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError

from corrige.course import Course, CourseError
from corrige.report._anonymous import anonymous, read_key
from corrige.report._page import page
from corrige.report._read import read_class
from corrige.report._similar import similar
from corrige.report._tables import as_json, wide_csv
from corrige.report._values import ClassResults

_CATALOGUE = "locale/*/LC_MESSAGES/*.mo"


@dataclass(frozen=True)
class Wanted:
    """What to write, and how. A path of None is not written."""

    page: Path
    csv: Path | None = None
    json: Path | None = None
    anonymous: bool = False
    language: str = "fr"


def write_report(course: Course, assignment: str, wanted: Wanted) -> ClassResults:
    """Write the report on `assignment`, and return what it was made from.

    Raises CourseError where the assignment is unknown, the gradebook cannot be read or a file
    cannot be written.
    """
    results = class_results(course, assignment)
    pairs = None
    if wanted.anonymous:
        # Who resembles whom is no matter for the class.
        results = anonymous(results, read_key(course.root), _catalogues(course))
    else:
        pairs = similar(results)
    _write(wanted.page, page(results, pairs, wanted.language, anonymous=wanted.anonymous))
    if wanted.csv is not None:
        _write(wanted.csv, wide_csv(results))
    if wanted.json is not None:
        _write(wanted.json, as_json(results, pairs))
    return results


def class_results(course: Course, assignment: str) -> ClassResults:
    """Return a class's results, read as nbgrader is configured in the course."""
    app = NbGrader()
    app.config_file_paths.append(str(course.root))
    app.load_config_file()
    if "root" not in app.config.CourseDirectory:
        app.config.CourseDirectory.root = str(course.root)
    coursedir = CourseDirectory(config=app.config)
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            return read_class(gradebook, coursedir, assignment, inbound=_inbound(app, coursedir))
    except SQLAlchemyError as error:
        raise CourseError(
            f"the gradebook {coursedir.db_url} cannot be read: {error}; check "
            "c.CourseDirectory.db_url, and grade first"
        ) from error


def _inbound(app: Any, coursedir: Any) -> Path | None:
    from nbgrader.exchange.default.exchange import Exchange

    root = str(app.config.Exchange.get("root") or Exchange.root.default_value or "")
    if not root:
        root = str(Exchange(coursedir=coursedir, config=app.config).root)
    return Path(root) / str(coursedir.course_id) / "inbound" if root else None


def _catalogues(course: Course) -> list[Path]:
    import corrige.checks

    ours = Path(corrige.checks.__file__).parent
    return sorted([*ours.glob(_CATALOGUE), *(course.root / "grader_tests").glob(_CATALOGUE)])


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}") from error
