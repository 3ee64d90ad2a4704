"""What the wall's tests share: an honest student's code, deadlines, a notebook in two processes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import textwrap
from pathlib import Path

from wall_forge import Forge

from corrige.wall.link import Patience
from corrige.wall.session import WallSession, serving_code

MODELS = (Path(__file__).parent / "students" / "models.py").read_text()
PATIENCE = Patience(call=20.0, cell=60.0, start=20.0)
IMPATIENCE = Patience(call=0.7, cell=60.0, start=20.0)


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
