"""What a run opens: the gradebook, the submissions, and workers on this machine."""

from __future__ import annotations

import functools
from pathlib import Path

from corrige.autograde._class import AutogradeError, Class
from corrige.autograde._job import Answer, Job, Setup, grade_job
from corrige.autograde._local import LocalPool
from corrige.autograde._stop import Stop
from corrige.gradebook import AssignmentKey, NotRecorded, Store, digest_of_folder, read_key
from corrige.grading import warm_up


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


def open_key(store: Store, assignment: str) -> AssignmentKey:
    """Return what the gradebook knows of an assignment; AutogradeError where it is nothing."""
    key = store.read(lambda connection: read_key(connection, assignment))
    if key is None or not key.notebooks:
        raise AutogradeError(
            f"the gradebook does not know the assignment {assignment!r}: run "
            f"nbgrader generate_assignment {assignment} first, or check the name"
        )
    return key


def seconds_a_job(whole_class: Class, key: AssignmentKey) -> float:
    """Return how long one submission may take at most before its worker counts as hung."""
    timeout: float = whole_class.steps.grade().notebook_timeout
    return len(key.notebooks) * 2 * timeout + 300


def open_pool(whole_class: Class, setup: Setup, jobs: int, stop: Stop) -> LocalPool[Job, Answer]:
    """Return workers on this machine; none is started before there is a job."""
    return LocalPool(
        work=functools.partial(grade_job, setup),
        jobs=jobs,
        stop=stop,
        seconds=seconds_a_job(whole_class, setup.key),
        prepare=None if whole_class.steps.grade().unsafe_no_sandbox else warm_up,
    )
