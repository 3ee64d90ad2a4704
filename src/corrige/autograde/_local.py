"""Workers on this machine: forked from this process, one job at a time each.

Not a ready-made pool: those of the standard library take one worker's death for the end of all
(concurrent.futures) or never notice it (multiprocessing.Pool), and pebble forks replacements
from a thread. Here one thread waits for all, so that a fork is always a fork of a process without
threads, and what was imported once is there in every worker.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from corrige.autograde._backend import TRIES, Lost
from corrige.autograde._stop import Stop
from corrige.kernel import close_shared, lend_shared

J = TypeVar("J")
A = TypeVar("A")

_TICK = 0.5
_PR_SET_PDEATHSIG = 1


@dataclass(eq=False)
class _Worker(Generic[J]):
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    job: J | None = None
    until: float = 0.0


@dataclass
class LocalPool(Generic[J, A]):
    """`Backend` on this machine's cores.

    work: answers a job, in a worker; what it raises counts as the worker's death. Jobs can be
        hashed, jobs and answers be pickled, and no answer is a text.
    seconds: how long one job may take at most before its worker counts as hung.
    prepare: called in this process before the first worker is forked.
    """

    work: Callable[[J], A]
    jobs: int
    stop: Stop
    seconds: float
    prepare: Callable[[], None] | None = None
    _workers: list[_Worker[J]] = field(default_factory=list)

    def run(
        self, jobs: Iterator[J], *, idle: Callable[[], None] | None = None
    ) -> Iterator[tuple[J, A | Lost[J]]]:
        again: deque[J] = deque()
        deaths: dict[J, int] = {}
        exhausted = False
        while True:
            while not self.stop.soon and self._busy() < self.jobs and (again or not exhausted):
                # First the job, then the worker: where nothing is to be done, none is started.
                job = again.popleft() if again else next(jobs, None)
                if job is None:
                    exhausted = True
                else:
                    self._give(self._free(), job)
            if self.stop.now or not self._busy():
                return
            for worker in self._ready(idle):
                job, answer = worker.job, self._answer(worker)
                assert job is not None
                worker.job = None
                if not isinstance(answer, Lost):
                    yield job, answer
                    continue
                self._bury(worker)
                deaths[job] = deaths.get(job, 0) + 1
                if deaths[job] >= TRIES or self.stop.soon:
                    yield job, answer
                else:
                    again.append(job)

    def close(self) -> None:
        for worker in list(self._workers):
            self._bury(worker)

    def _busy(self) -> int:
        return sum(worker.job is not None for worker in self._workers)

    def _free(self) -> _Worker[J]:
        for worker in self._workers:
            if worker.job is None:
                return worker
        if self.prepare is not None:
            self.prepare()
            self.prepare = None
        ours, theirs = multiprocessing.Pipe()
        inherited = [worker.pipe for worker in self._workers] + [ours]
        process = multiprocessing.get_context("fork").Process(
            target=_work, args=(self.work, theirs, inherited, os.getpid()), daemon=True
        )
        process.start()
        theirs.close()
        made: _Worker[J] = _Worker(process, ours)
        self._workers.append(made)
        return made

    def _give(self, worker: _Worker[J], job: J) -> None:
        worker.job, worker.until = job, time.monotonic() + self.seconds
        # One that has died meanwhile is found dead when its answer is awaited.
        with contextlib.suppress(OSError):
            worker.pipe.send(job)

    def _ready(self, idle: Callable[[], None] | None) -> list[_Worker[J]]:
        """Return busy workers that answered, died or hang; none where a signal came first."""
        busy = [worker for worker in self._workers if worker.job is not None]
        found = wait([*(worker.pipe for worker in busy), self.stop.fileno()], timeout=_TICK)
        self.stop.drain()
        if idle is not None:
            idle()
        now = time.monotonic()
        return [worker for worker in busy if worker.pipe in found or now > worker.until]

    def _answer(self, worker: _Worker[J]) -> A | Lost[J]:
        job = worker.job
        assert job is not None
        if not worker.pipe.poll():
            worker.process.kill()
            return Lost(job, f"it was still being graded after {self.seconds:.0f} s")
        try:
            answer: A | str = worker.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            worker.process.join(5)
            return Lost(job, f"its worker died ({_ending(worker.process.exitcode)})")
        if isinstance(answer, str):
            return Lost(job, answer)
        return answer

    def _bury(self, worker: _Worker[J]) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        worker.process.close()


def _work(
    work: Callable[[Any], Any], pipe: Connection, inherited: list[Connection], parent: int
) -> None:
    """Answer jobs until the grader closes the pipe or is gone."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    # Ctrl-C in the terminal is for the grader alone; kernels keep the usual answer to it.
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for other in inherited:
        other.close()
    lend_shared()
    try:
        while True:
            try:
                job = pipe.recv()
            except (EOFError, OSError):
                return
            try:
                answer: Any = work(job)
            except Exception as error:
                answer = f"{type(error).__name__}: {error}"
            pipe.send(answer)
    finally:
        close_shared()


def _ending(code: int | None) -> str:
    if code is None:
        return "it does not answer"
    if code == -signal.SIGKILL:
        return "killed, perhaps for want of memory: try fewer --jobs"
    return f"signal {-code}" if code < 0 else f"exit status {code}"
