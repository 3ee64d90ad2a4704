"""The verifier: the process in which tests run, between the student's agent and the grader.

Start it with two connected stream sockets: one to the agent in the student's kernel, one to the
grader. It listens nowhere and needs no other privilege than to read the course's checks:

    python -P -m corrige.wall.verifier --student FD --control FD

or call `run` in a forked child.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import time
from dataclasses import replace
from types import FrameType
from typing import Any

import torch

from corrige.kernel.frames import Frames
from corrige.verdict import Verdict
from corrige.wall import messages
from corrige.wall.cells import Runner, TimeUp
from corrige.wall.channel import Channel
from corrige.wall.link import SILENT
from corrige.wall.patience import Patience
from corrige.wall.proxy import Wall


def start(_args: object, fds: tuple[int, ...]) -> None:
    """Be a verifier: what a fork server calls, with the two sockets of `run`."""
    run(*fds)


def run(student_fd: int, control_fd: int) -> None:
    """Serve the grader until it says "close" or hangs up. Takes over both sockets."""
    control = Frames(socket.socket(fileno=control_fd))
    wall = Wall(Channel.from_fd(student_fd))
    runner = Runner(wall)
    os.environ.setdefault("MPLBACKEND", "agg")
    torch.set_num_threads(1)
    signal.signal(signal.SIGALRM, _time_is_up)
    try:
        while True:
            op, number, payload = control.get()
            if op == "close":
                break
            control.put(("ok", number, _obey(runner, op, payload)))
    except (EOFError, OSError):
        pass
    finally:
        wall.channel.close()
        control.close()


def _obey(runner: Runner, op: str, payload: dict[str, Any]) -> dict[str, Any]:
    if op == "open":
        sys.path[:0] = payload["paths"]
        runner.wall.patience = Patience(*payload["patience"])
        return {}
    if op == "bind":
        runner.namespace.bind(payload["names"])
        return {}
    if op == "instructor":
        with _Alarm(runner.wall.patience):
            error = runner.instructor(payload["source"], payload["seed"])
        runner.wall.end()
        return {"error": error, "silent": _silent(runner)}
    if op == "test":
        started = time.monotonic()
        verdict = _verdict(runner, payload)
        runner.wall.end()
        verdict = replace(verdict, seconds=time.monotonic() - started)
        return {"verdict": verdict.to_json(), "silent": _silent(runner)}
    raise ValueError(f"unknown command {op!r}")


def _silent(runner: Runner) -> bool:
    broken = runner.wall.broken
    return broken is not None and broken.reason == SILENT


def _verdict(runner: Runner, payload: dict[str, Any]) -> Verdict:
    try:
        with _Alarm(runner.wall.patience):
            return runner.test(**payload)
    except BaseException as error:  # an alarm between two lines of ours, at the worst
        late = isinstance(error, TimeUp)
        make = Verdict.ungradable if late else Verdict.fault
        message = messages.TIME_UP if late else messages.FAULT
        return make(
            payload["cell"],
            payload["max_points"],
            message,
            detail=repr(error)[:500],
            seed=payload["seed"],
        )


class _Alarm:
    """Ends a cell of ours that does not end, for instance a loop until a student's loss falls."""

    def __init__(self, patience: Patience) -> None:
        self.seconds = patience.start + patience.cell + patience.call

    def __enter__(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _time_is_up(_: int, __: FrameType | None) -> None:
    raise TimeUp


def main() -> None:
    """Entry point of the verifier as a plain process."""
    parser = argparse.ArgumentParser(description="run tests behind the wall")
    parser.add_argument("--student", type=int, required=True, help="socket to the agent")
    parser.add_argument("--control", type=int, required=True, help="socket to the grader")
    chosen = parser.parse_args()
    run(chosen.student, chosen.control)


if __name__ == "__main__":
    main()
