"""The grader's side of the wall: drives a verifier cell by cell and collects verdicts."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from corrige.kernel.frames import Frames
from corrige.verdict import Verdict
from corrige.wall import messages
from corrige.wall.patience import Patience

SERVE = "__import__('corrige.wall.agent', fromlist=['serve']).serve({fd})"


def serving_code(fd: int) -> str:
    """Return the code to run in the student's kernel, where `fd` is its end of the wall."""
    return SERVE.format(fd=fd)


class WallSession:
    """One submission's tests, run by one verifier.

    Parameters
    ----------
    control: the grader's socket to a verifier that is running or about to.
    serve: blocks while the student's kernel runs `serving_code`; called in a thread of its own,
        once a cell. It may raise: a dead kernel shows in the verdict. Without it, whoever drives
        the kernel uses `begin_…` and `finish` and runs the code in between (asyncio).
    interrupt: interrupts the student's kernel, called when its code did not answer in time or
        does not stop serving, so that later exercises can still be judged.
    paths: folders that hold `grader_tests`, first in the verifier's `sys.path`.
    patience: deadlines in seconds.

    `silent` tells that the student's side did not answer in the cell finished last. No method
    raises because of the submission. A verifier that dies or hangs is a *fault*.
    """

    def __init__(
        self,
        control: socket.socket,
        serve: Callable[[], object] | None = None,
        *,
        interrupt: Callable[[], object] | None = None,
        paths: Iterable[Path] = (),
        patience: Patience | None = None,
    ) -> None:
        self.patience = patience or Patience()
        self._control = Frames(control)
        self._serve, self._interrupt = serve, interrupt
        self._number = 0
        self._thread: threading.Thread | None = None
        self._open: dict[str, Any] = {}
        self.fault = ""
        self.silent = False
        self._send("open", paths=[str(path) for path in paths], patience=astuple(self.patience))
        self._receive(self.patience.start + 30)

    def student_cell_ran(self, names: Iterable[str]) -> None:
        """Tell that the student's kernel ran a cell that, in the instructor's notebook, binds
        `names`: from now on they are the student's."""
        self._send("bind", names=sorted(set(names)))
        self._receive(self.patience.start)

    def run_instructor_cell(self, source: str, seed: int = 0) -> str:
        """Run a cell of the instructor's that is not a test; return "" or the error's text."""
        self.begin_instructor_cell(source, seed)
        answer = self._with_kernel()
        return self.fault if answer is None else str(answer["error"])

    def run_test_cell(
        self, cell: str, source: str, max_points: float, seed: int, *, hidden: bool = True
    ) -> Verdict:
        """Run a test cell and return its verdict.

        `seed` must not be guessable for the student: derive it from the grader's salt. `hidden`
        keeps text of the student's side out of the verdict's message.
        """
        self.begin_test_cell(cell, source, max_points, seed, hidden=hidden)
        return self._verdict(self._with_kernel())

    def begin_instructor_cell(self, source: str, seed: int = 0) -> None:
        """Start an instructor's cell; run `serving_code` in the kernel, then call `finish`."""
        self._send("instructor", source=source, seed=seed)

    def begin_test_cell(
        self, cell: str, source: str, max_points: float, seed: int, *, hidden: bool = True
    ) -> None:
        """Start a test cell; run `serving_code` in the kernel, then call `finish`."""
        self._send(
            "test", cell=cell, source=source, max_points=max_points, seed=seed, hidden=hidden
        )

    def finish(self) -> Verdict | str:
        """Wait for the cell begun last: a verdict for a test cell, an error text for another."""
        test = "cell" in self._open
        answer = self._receive(self._longest())
        self.silent = answer is not None and bool(answer.get("silent"))
        if test:
            return self._verdict(answer)
        return self.fault if answer is None else str(answer["error"])

    def close(self) -> None:
        """Let the verifier end."""
        self._send("close")
        self._control.close()

    def _longest(self) -> float:
        return self.patience.start + self.patience.cell + self.patience.call + 10

    def _with_kernel(self) -> dict[str, Any] | None:
        if self._serve is None:
            raise RuntimeError("this session has no kernel: use begin_… and finish")
        # An agent that did not stop serving after the last test is still there to be asked; a
        # second call into the same kernel client meanwhile could confuse it.
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._quietly, args=(self._serve,), daemon=True)
            self._thread.start()
        answer = self._receive(self._longest())
        silent = answer is not None and answer.get("silent")
        if not silent:
            self._thread.join(self.patience.call)
        if self._thread.is_alive() and self._interrupt is not None:
            self._quietly(self._interrupt)
            self._thread.join(self.patience.call)
        return answer

    @staticmethod
    def _quietly(action: Callable[[], object]) -> None:
        try:
            action()
        except Exception:
            # A kernel that died: the verifier sees its socket close and says so.
            return

    def _verdict(self, answer: dict[str, Any] | None) -> Verdict:
        asked = self._open
        if answer is not None:
            try:
                verdict = Verdict.from_json(answer["verdict"])
                if (verdict.cell, verdict.max_points) == (asked["cell"], asked["max_points"]):
                    return verdict
                self.fault = "the verifier answered for another cell"
            except (KeyError, TypeError, ValueError) as error:
                self.fault = f"no verdict: {error}"
        return Verdict.fault(
            asked["cell"],
            asked["max_points"],
            messages.FAULT,
            detail=self.fault,
            seed=asked["seed"],
        )

    def _send(self, op: str, **payload: Any) -> None:
        self._number += 1
        self._open = payload
        if self.fault:
            return
        try:
            self._control.put((op, self._number, payload), deadline=time.monotonic() + 10)
        except (OSError, ValueError) as error:
            self.fault = f"the verifier cannot be reached: {error}"

    def _receive(self, seconds: float) -> dict[str, Any] | None:
        if self.fault:
            return None
        try:
            op, number, payload = self._control.get(deadline=time.monotonic() + seconds)
            if op == "ok" and number == self._number and isinstance(payload, dict):
                return payload
            self.fault = "the verifier does not keep to the protocol"
        except (OSError, EOFError, TypeError, ValueError) as error:
            self.fault = f"the verifier failed: {error}"
        return None


def spawn_verifier(
    student: socket.socket, arguments: Sequence[str] = ()
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a verifier as a plain process; return it and the grader's control socket.

    `student` (the verifier's end of the wall) is closed here, so that the verifier sees the
    student's kernel die. A plain process of the same user is no protection: for grading let the
    fork server start `corrige.wall.verifier.run` under another user and namespaces.
    """
    ours, theirs = socket.socketpair()
    fds = (student.fileno(), theirs.fileno())
    command = [sys.executable, "-P", "-m", "corrige.wall.verifier", *arguments]
    command += ["--student", str(fds[0]), "--control", str(fds[1])]
    process = subprocess.Popen(command, pass_fds=fds, stdin=subprocess.DEVNULL)
    theirs.close()
    student.close()
    return process, ours
