"""Fixtures for the wall: real processes, forked from one that has imported torch."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from wall_forge import Forge

from corrige.wall.channel import Channel
from corrige.wall.link import Patience
from corrige.wall.proxy import Wall
from corrige.wall.session import WallSession, serving_code

MODELS = (Path(__file__).parent / "students" / "models.py").read_text()
PATIENCE = Patience(call=20.0, cell=60.0, start=20.0)
IMPATIENCE = Patience(call=0.7, cell=60.0, start=20.0)


@pytest.fixture(scope="session")
def forge() -> Iterator[Forge]:
    made = Forge()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def student(forge: Forge) -> Iterator[Callable[..., Wall]]:
    """Start a student's process from source; return the verifier's view of it."""
    walls: list[Wall] = []

    def start(source: str = MODELS, patience: Patience = PATIENCE) -> Wall:
        ours, theirs = socket.socketpair()
        forge.fork("student", theirs, source=textwrap.dedent(source))
        wall = Wall(Channel(ours), patience)
        walls.append(wall)
        wall.begin_cell(seed=11)
        return wall

    yield start
    for wall in walls:
        wall.channel.close()
    forge.kill_children()


class Notebook:
    """A student's kernel and a session with a verifier that judges it."""

    def __init__(self, forge: Forge, paths: list[Path], patience: Patience) -> None:
        student, verifier = socket.socketpair()
        line, commands = socket.socketpair()
        control, theirs = socket.socketpair()
        # The number under which the kernel knows its end is of the kernel's choice, as with a
        # sandbox: the cells find it in the variable `fd`.
        self.pid = forge.fork("kernel", student, commands)
        forge.fork("verifier", verifier, theirs)
        self.line = line
        self.cells = line.makefile("rw")
        self.session = WallSession(
            control, self.serve, interrupt=self.interrupt, paths=paths, patience=patience
        )

    def serve(self) -> None:
        error = self.run(serving_code(0).replace("serve(0)", "serve(fd)"))
        if error:
            raise RuntimeError(error)

    def interrupt(self) -> None:
        os.kill(self.pid, signal.SIGINT)

    def run(self, cell: str) -> str:
        """Run a cell in the student's kernel; return "" or the traceback."""
        self.cells.write(json.dumps(textwrap.dedent(cell)) + "\n")
        self.cells.flush()
        answer = self.cells.readline()
        return str(json.loads(answer)) if answer else "the kernel died"

    def student(self, cell: str, *names: str) -> str:
        """Run a solution cell that binds `names`."""
        error = self.run(cell)
        self.session.student_cell_ran(names)
        return error

    def close(self) -> None:
        self.session.close()
        with contextlib.suppress(BrokenPipeError):  # a kernel that a test killed
            self.cells.close()
        self.line.close()


@pytest.fixture
def notebook(forge: Forge) -> Iterator[Callable[..., Notebook]]:
    made: list[Notebook] = []

    def start(paths: list[Path] | None = None, patience: Patience = PATIENCE) -> Notebook:
        made.append(Notebook(forge, paths or [], patience))
        return made[-1]

    yield start
    for one in made:
        one.close()
    forge.kill_children()
