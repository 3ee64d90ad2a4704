"""What a run opens: the gradebook and the submissions."""

from __future__ import annotations

from pathlib import Path

from corrige.autograde._class import AutogradeError, Class
from corrige.gradebook import NotRecorded, Store, digest_of_folder


def folder_digest(folder: Path) -> str:
    """Return a digest of a submission's folder. Raises NotRecorded where it cannot be read."""
    try:
        return digest_of_folder(folder)
    except OSError as error:
        raise NotRecorded(
            f"{error.filename} cannot be read ({error.strerror}): check who may read it"
        ) from error


def open_store(whole_class: Class, *, read_only: bool = False) -> Store:
    """Return the gradebook of the course.

    Raises AutogradeError where there is none, RecordError where it cannot be opened.
    """
    coursedir = whole_class.coursedir
    url = str(coursedir.db_url)
    path = url.removeprefix("sqlite:///")
    if url.startswith("sqlite:///") and not Path(path).exists():
        raise AutogradeError(
            f"there is no gradebook {path}: run nbgrader generate_assignment "
            f"{whole_class.chosen.assignment} first"
        )
    return Store(url, str(coursedir.course_id), read_only=read_only)
