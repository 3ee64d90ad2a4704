"""Workers of a Dask cluster: one job at a time each, given by name.

Dask's own placement is for many small tasks: it would queue submissions behind one that takes
its whole time limit, and blame all for the death of a worker. Here a worker has one job, so that
a death has one suspect, the next job goes to whoever is free, and no more is drawn than runs.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import cloudpickle

from corrige.autograde import _remote
from corrige.autograde._backend import TRIES, Lost
from corrige.autograde._class import AutogradeError, Class
from corrige.autograde._inputs import digest_of_inputs, versions
from corrige.autograde._job import Answer, Job, Setup
from corrige.autograde._link import Link
from corrige.autograde._remote import Errand, Examined
from corrige.autograde._stop import Stop
from corrige.gradebook import digest_of_folder

_TICK = 0.5
_LOOK = 1.0
"""Seconds between two looks at who is there."""
_BEGIN = 120.0
"""Seconds for workers to come and be examined before a run."""
_WAIT = 300.0
"""Seconds for a scheduler or workers to come back during a run."""
_FETCH = 60.0
"""Seconds for an answer to arrive that is ready."""


@dataclass(eq=False)
class _Worker:
    """fit: None until it is examined."""

    address: str
    threads: int
    fit: bool | None = None
    why: str = ""
    future: Any = None
    job: Job | None = None
    until: float = 0.0


@dataclass(frozen=True)
class _Broken:
    """What came instead of an answer. ours: on account of the connection, nobody's fault."""

    why: str
    ours: bool = False


@dataclass
class DaskCluster:
    """`Backend` on the workers of a Dask cluster.

    jobs: how many at once at most; None: as many as there are workers. seconds: how long one
    job may take at most before its worker counts as hung. note: is told what happens to the
    cluster.
    """

    link: Link
    errand: Errand
    jobs: int | None
    stop: Stop
    seconds: float
    note: Callable[[str], None]
    _workers: dict[str, _Worker] = field(default_factory=dict)
    _again: deque[Job] = field(default_factory=deque)
    _deaths: dict[Job, int] = field(default_factory=dict)
    _looked: float = 0.0
    _alone: float | None = None
    _down: bool = False

    def __post_init__(self) -> None:
        self._inbox: queue.SimpleQueue[tuple[Any, object]] = queue.SimpleQueue()
        self._ours, self._bell = socket.socketpair()
        self._ours.setblocking(False)
        self._bell.setblocking(False)

    @classmethod
    def joined(
        cls, scheduler: str, errand: Errand, *, idle: Callable[[], None] | None = None, **how: Any
    ) -> tuple[DaskCluster, int]:
        """Return a cluster whose workers are examined, and how many jobs there will be at once.

        Raises AutogradeError where there is no scheduler or no worker that can be used.
        """
        cluster = cls(link=Link(scheduler), errand=errand, **how)
        try:
            return cluster, cluster._ready(idle)
        except BaseException:
            cluster.close()
            raise

    def _ready(self, idle: Callable[[], None] | None) -> int:
        until = time.monotonic() + _BEGIN
        waiting = False
        while not self.stop.soon:
            self._look()
            self._settle()
            known = self._workers.values()
            if not known and not waiting:
                waiting = True
                self.note(
                    f"the scheduler at {self.link.address} has no workers yet; "
                    f"waiting for one, at most {_BEGIN:.0f} s"
                )
            fit = sum(worker.fit is True for worker in known)
            examined = all(worker.fit is not None for worker in known)
            if (known and examined) or time.monotonic() > until:
                if fit:
                    return min(fit, self.jobs or fit)
                raise AutogradeError(self._why_none())
            self._pause(idle)
        return 0

    def run(
        self, jobs: Iterator[Job], *, idle: Callable[[], None] | None = None
    ) -> Iterator[tuple[Job, Answer | Lost[Job]]]:
        exhausted = False
        while True:
            yield from self._look()
            while not self.stop.soon and (worker := self._free()) is not None:
                job = self._again.popleft() if self._again else next(jobs, None)
                if job is None:
                    exhausted = True
                    break
                self._give(worker, job)
            busy = any(worker.job for worker in self._workers.values())
            if self.stop.now or (not busy and (self.stop.soon or (exhausted and not self._again))):
                return
            if self._given_up():
                yield from self._all_lost(jobs)
                return
            self._pause(idle)
            yield from self._settle()

    def close(self) -> None:
        busy = [worker for worker in self._workers.values() if worker.job]
        if busy:
            self.link.call([worker.address for worker in busy], _remote.give_up, self.errand.run)
        self._workers.clear()
        self.link.close()
        self._bell.close()
        self._ours.close()

    def _free(self) -> _Worker | None:
        known = self._workers.values()
        if self.jobs is not None and sum(w.job is not None for w in known) >= self.jobs:
            return None
        return next((w for w in known if w.fit and w.job is None), None)

    def _give(self, worker: _Worker, job: Job) -> None:
        digest = ""
        with contextlib.suppress(OSError):
            digest = digest_of_folder(Path(job.folder))
        worker.job, worker.until = job, time.monotonic() + self.seconds
        self._send(worker, _remote.grade_here, self.errand.run, job, digest)

    def _send(self, worker: _Worker, function: Any, *words: Any) -> None:
        try:
            worker.future = self.link.submit(worker.address, function, *words)
        except (OSError, RuntimeError) as error:
            # Told by the look that follows, with all others that ran.
            worker.future = object()
            self._inbox.put((worker.future, _Broken(str(error), ours=True)))
            self._ring()
        else:
            worker.future.add_done_callback(self._arrived)

    def _arrived(self, future: Any) -> None:
        """Fetch what a worker answered; in Dask's thread, beside the writer."""
        outcome: object
        try:
            outcome = future.result(timeout=_FETCH)
        except CancelledError:
            outcome = _Broken("the scheduler has forgotten it", ours=True)
        except TimeoutError:
            outcome = _Broken(f"its answer did not arrive within {_FETCH:.0f} s")
        except Exception as error:
            outcome = _Broken(f"{type(error).__name__}: {error}")
        self._inbox.put((future, outcome))
        self._ring()

    def _ring(self) -> None:
        # Full: it rings already. Closed: the answer of a job that was given up.
        with contextlib.suppress(OSError):
            self._bell.send(b"!")

    def _pause(self, idle: Callable[[], None] | None) -> None:
        """Wait for an answer, a signal or the next look."""
        wait([self._ours, self.stop.fileno()], timeout=_TICK)
        self.stop.drain()
        with contextlib.suppress(BlockingIOError):
            while self._ours.recv(64):
                pass
        if idle is not None:
            idle()

    def _settle(self) -> list[tuple[Job, Answer | Lost[Job]]]:
        """Return what has arrived of jobs; learn what has arrived about workers."""
        settled: list[tuple[Job, Answer | Lost[Job]]] = []
        while True:
            try:
                future, outcome = self._inbox.get_nowait()
            except queue.Empty:
                return settled
            worker = next((w for w in self._workers.values() if w.future is future), None)
            if worker is None:
                # Too late: the job was given to another.
                continue
            worker.future = None
            if worker.fit is None:
                self._learn(worker, outcome)
                continue
            job, worker.job = worker.job, None
            assert job is not None
            if isinstance(outcome, Answer):
                settled.append((job, outcome))
                continue
            # Examined anew, if it is still there: it may be another process by now.
            del self._workers[worker.address]
            if outcome is None:
                outcome = _Broken(f"its worker at {worker.address} died")
            assert isinstance(outcome, _Broken)
            settled.extend(self._blame(job, outcome))

    def _blame(self, job: Job, broken: _Broken) -> list[tuple[Job, Answer | Lost[Job]]]:
        if not broken.ours:
            self._deaths[job] = self._deaths.get(job, 0) + 1
            if self._deaths[job] >= TRIES or self.stop.soon:
                return [(job, Lost(job, broken.why))]
        self._again.append(job)
        return []

    def _learn(self, worker: _Worker, outcome: object) -> None:
        """Take note of what the examination of a worker has found."""
        if isinstance(outcome, _Broken) and outcome.ours:
            del self._workers[worker.address]
            return
        if isinstance(outcome, Examined):
            worker.fit, worker.why = not outcome.why, outcome.why
            where = f"{worker.address} on {outcome.host}"
        else:
            assert isinstance(outcome, _Broken)
            worker.fit, where = False, worker.address
            worker.why = (
                f"it cannot load corrige as it is here ({outcome.why}); "
                "install the same requirements.lock and corrige there, and start it anew"
            )
        if not worker.fit:
            worker.why = f"the worker {where} cannot be used: {worker.why}"
            self.note(worker.why)
        elif worker.threads > 1:
            self.note(
                f"the worker {where} has {worker.threads} threads, but grades one submission at "
                f"a time: dask worker … --nworkers {worker.threads} --nthreads 1 uses them all"
            )

    def _look(self) -> list[tuple[Job, Answer | Lost[Job]]]:
        """See who came, who is gone and who hangs; return jobs that nobody lived to answer."""
        now = time.monotonic()
        if now < self._looked + _LOOK:
            return []
        self._looked = now
        there = self.link.workers()
        if self._down is not (there is None):
            self._down = there is None
            state = f"does not answer; waiting for it, at most {_WAIT:.0f} s"
            self.note(
                f"the scheduler at {self.link.address} "
                + (state if self._down else "is there again: what ran is graded anew")
            )
        lost: list[tuple[Job, Answer | Lost[Job]]] = []
        for worker in list(self._workers.values()):
            if there is None or worker.address not in there:
                del self._workers[worker.address]
                self.link.forget(worker.future)
                if worker.job is not None:
                    why = f"its worker at {worker.address} died, perhaps for want of memory"
                    lost += self._blame(worker.job, _Broken(why, ours=there is None))
            elif worker.job is not None and now > worker.until:
                lost += self._hung(worker, worker.job)
        for address in sorted((there or {}).keys() - self._workers.keys()):
            worker = _Worker(address, (there or {})[address])
            self._workers[address] = worker
            self._send(worker, _remote.examine, self.errand)
        return lost

    def _hung(self, worker: _Worker, job: Job) -> list[tuple[Job, Answer | Lost[Job]]]:
        self.link.forget(worker.future)
        worker.future = worker.job = None
        if self.link.restart(worker.address):
            self._workers.pop(worker.address, None)
        else:
            worker.fit = False
            worker.why = f"the worker {worker.address} hangs and has no nanny: start it anew"
            self.note(worker.why)
        why = f"it was still being graded after {self.seconds:.0f} s"
        return self._blame(job, _Broken(why))

    def _given_up(self) -> bool:
        """Whether nobody has been there to grade for too long."""
        if any(worker.fit for worker in self._workers.values()):
            self._alone = None
            return False
        if self._alone is None:
            self._alone = time.monotonic()
            if not self._down:
                self.note(f"no worker is left; waiting for one, at most {_WAIT:.0f} s")
        return time.monotonic() > self._alone + _WAIT

    def _all_lost(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Answer | Lost[Job]]]:
        why = (
            f"the scheduler at {self.link.address} did not come back within {_WAIT:.0f} s"
            if self._down
            else self._why_none()
        )
        if not self._again and (job := next(jobs, None)) is not None:
            self._again.append(job)
        while self._again:
            job = self._again.popleft()
            yield job, Lost(job, f"{why}; mend it, then the same command goes on")

    def _why_none(self) -> str:
        unfit = [worker.why for worker in self._workers.values() if worker.why]
        if unfit:
            return "; ".join(unfit[:3])
        if self._workers:
            return f"no worker was ready within {_BEGIN:.0f} s: are they busy with other work?"
        return (
            f"the scheduler at {self.link.address} has no workers: start some with "
            f"dask worker {self.link.address} --nworkers -1 --nthreads 1"
        )


def errand_for(whole_class: Class, setup: Setup, path: tuple[str, ...]) -> Errand:
    """Return what workers are told. Raises AutogradeError where settings cannot be sent."""
    try:
        pickled = cloudpickle.dumps(replace(setup, config=_without_address(setup.config)))
    except Exception as error:
        raise AutogradeError(
            f"a setting in nbgrader_config.py cannot be sent to other machines ({error}): "
            "name classes by their dotted names there"
        ) from error
    submitted = Path(whole_class.root, str(whole_class.coursedir.submitted_directory))
    return Errand(
        run=uuid.uuid4().hex,
        root=str(whole_class.root),
        submitted=str(submitted),
        folders=tuple(map(str, whole_class.own_folders)),
        inputs=digest_of_inputs(whole_class.own_folders),
        versions=versions(),
        path=path,
        setup=pickled,
        unsafe=whole_class.steps.grade().unsafe_no_sandbox,
    )


def _without_address(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration without the gradebook's address, which may hold a password."""
    return {
        section: {name: value for name, value in values.items() if name != "db_url"}
        for section, values in config.items()
    }
