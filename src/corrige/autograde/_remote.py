"""What runs on the workers of a cluster: each is examined once a run, then grades one at a time."""

from __future__ import annotations

import importlib
import pickle
import socket
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import corrige
from corrige.autograde._inputs import digest_of_inputs, versions
from corrige.autograde._job import Answer, Job, Setup, grade_job
from corrige.gradebook import digest_of_folder
from corrige.grading import KernelFault, warm_up
from corrige.kernel import close_shared

_LAG = 60.0
"""Seconds for which a network file system may show a folder as it was."""
_KEPT = 4


@dataclass(frozen=True)
class Errand:
    """What a worker is told once, before its first job of a run.

    folders, inputs: the folders that grading depends on beside the submission, and their digest.
    path: where the course's own modules are found. setup: a pickled Setup, to be read once the
        versions are known to be the same.
    """

    run: str
    root: str
    submitted: str
    folders: tuple[str, ...]
    inputs: str
    versions: Mapping[str, str]
    path: tuple[str, ...]
    setup: bytes
    unsafe: bool


@dataclass(frozen=True)
class Examined:
    """What was found on a worker; `why` it cannot be used: empty where it can."""

    host: str
    why: str = ""


_LOADED = versions()
"""As this process has them: the files may be replaced under it."""
_lock = threading.Lock()
_errands: dict[str, Errand] = {}
_current: tuple[Errand, Setup] | None = None
_at_work: str | None = None


def examine(errand: Errand) -> Examined:
    """Find out whether this process can grade for the run, and get ready to."""
    with _lock:
        if errand.run not in _errands:
            if why := _unfit(errand):
                return Examined(socket.gethostname(), why)
            _errands[errand.run] = errand
            while len(_errands) > _KEPT:
                del _errands[next(iter(_errands))]
        _turned_to(errand)
        return Examined(socket.gethostname())


def grade_here(run: str, job: Job, digest: str) -> Answer | None:
    """Grade one submission; None where this process has never been examined for the run.

    One at a time, whatever the number of threads: the working folder, the steps and the log of
    a process are shared. digest: of the submission's folder as the grader sees it, empty where it
    cannot be read there either.
    """
    global _at_work
    with _lock:
        errand = _errands.get(run)
        if errand is None:
            return None
        _at_work = run
        try:
            if digest and not _same(Path(job.folder), digest):
                return Answer(
                    job.student,
                    fault=f"the worker on {socket.gethostname()} sees other files in {job.folder} "
                    "than this machine does; the file system must be the same, and up to date",
                )
            return grade_job(_turned_to(errand), job)
        finally:
            _at_work = None


def give_up(run: str) -> None:
    """End the kernels of the job that this process works at for the run, and so the job."""
    if _at_work == run:
        # Called in the worker's event loop, which must not wait.
        threading.Thread(target=close_shared, daemon=True).start()


def _unfit(errand: Errand) -> str:
    if other := [n for n, version in errand.versions.items() if _LOADED.get(n) != version]:
        told = ", ".join(
            "the files of corrige"
            if name == "corrige"
            else f"{name} {_LOADED.get(name)} instead of {errand.versions[name]}"
            for name in other
        )
        return (
            f"other versions there ({told}); "
            "install the same requirements.lock and corrige, and start it anew"
        )
    for folder in (errand.root, errand.submitted):
        if not Path(folder).is_dir():
            return (
                f"it does not see the folder {folder}; "
                "workers need the course at the same path, on a shared file system"
            )
    try:
        same = digest_of_inputs(map(Path, errand.folders)) == errand.inputs
    except OSError as error:
        return f"it cannot read {error.filename} ({error.strerror}); check who may read it"
    if not same:
        return (
            f"it sees other files in {', '.join(errand.folders)} than this machine does; "
            "share one file system instead of copies"
        )
    try:
        if not errand.unsafe:
            warm_up()
    except KernelFault as error:
        return f"{error}; run corrige doctor there"
    return ""


def _turned_to(errand: Errand) -> Setup:
    """Return the run's setup, with its course's own modules, as they are now, in this process."""
    global _current
    if _current is not None and _current[0].run == errand.run:
        return _current[1]
    before = () if _current is None else _current[0].path
    kept = (sys.prefix, sys.base_prefix, str(Path(corrige.__file__).parent))
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if _below(file, before) and not _below(file, kept):
            del sys.modules[name]
    sys.path[:] = [*errand.path, *(place for place in sys.path if place not in before)]
    importlib.invalidate_caches()
    setup: Setup = pickle.loads(errand.setup)
    _current = (errand, setup)
    return setup


def _below(file: str, places: Iterable[str]) -> bool:
    return any(file.startswith(f"{place.rstrip('/')}/") for place in places)


def _same(folder: Path, digest: str) -> bool:
    until = time.monotonic() + _LAG
    while True:
        try:
            if digest_of_folder(folder) == digest:
                return True
        except OSError:
            # Perhaps it is not yet seen here.
            pass
        if time.monotonic() > until:
            return False
        time.sleep(1)
