"""A fresh copy of the course, an exchange, an instructor and students who type commands."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from socket import socket

from common import ROOT, copy_course
from markdown_steps import Block, shows
from ordinary_user import command_as

STUDENTS = {"ada": 4243, "blaise": 4244, "celine": 4245}
"""Accounts of the students, where they can be had: with root's rights."""

EXCHANGE = "/srv/nbgrader/exchange"
SCHEDULER = "10.0.0.1"
"""The exchange and the machine of a cluster in the pages; in a test both are elsewhere."""


class Session:
    """What one page of the documentation is tried in."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.folder = folder
        self.exchange = folder / "exchange"
        self.course = copy_course(folder / "course")
        (folder / "hold").mkdir()
        self._users = folder / "passwd"
        accounts = Path("/etc/passwd").read_text(encoding="utf-8")
        for name in STUDENTS:
            home = folder / name
            (home / ".jupyter").mkdir(parents=True)
            accounts += f"{name}:x:{STUDENTS[name]}:{STUDENTS[name]}::{home}:/bin/sh\n"
        self._users.write_text(accounts, encoding="utf-8")
        elsewhere = f'\nc.Exchange.root = "{self.exchange}"\n'
        self.add(self.course / "nbgrader_config.py", elsewhere)
        for name in STUDENTS:
            own = "" if os.geteuid() == 0 else f'c.CourseDirectory.student_id = "{name}"\n'
            self.add(self.settings(name), "c = get_config()" + elsewhere + own)
            self.give(name)
        self.said = ""
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = str(free.getsockname()[1])
        self._running: list[subprocess.Popen[str]] = []

    def close(self) -> None:
        """End what still runs."""
        for process in reversed(self._running):
            self._end(process)

    def settings(self, student: str) -> Path:
        """Return the file where nbgrader finds a student's settings."""
        return self.folder / student / ".jupyter" / "nbgrader_config.py"

    def add(self, file: Path, text: str) -> None:
        with file.open("a", encoding="utf-8") as opened:
            opened.write(text.replace(EXCHANGE, str(self.exchange)))

    def give(self, student: str) -> None:
        """Make all that lies in a student's folder the student's own."""
        if os.geteuid() == 0:
            for path in (self.folder / student, *(self.folder / student).rglob("*")):
                os.chown(path, STUDENTS[student], STUDENTS[student], follow_symlinks=False)

    def type(self, command: str, *, who: str = "", where: str = "", status: int = 0) -> str:
        """Have somebody type a command; return what it says. AssertionError: it ends otherwise."""
        process = self._start(command, who, where)
        try:
            self.said, _ = process.communicate(timeout=560)
        finally:
            self._end(process)
        assert process.returncode == status, f"{command}: {process.returncode}\n{self.said}"
        return self.said

    def start(self, command: str, text: str, *, who: str = "", where: str = "") -> None:
        """Have a command run on, and wait until it says this."""
        process = self._start(command, who, where)
        self._running.append(process)
        late = threading.Timer(120, os.killpg, (process.pid, signal.SIGKILL))
        late.start()
        self.said = ""
        assert process.stdout is not None
        for line in process.stdout:
            self.said += line
            if text in line:
                break
        late.cancel()
        assert text in self.said, f"{command}\n{self.said}"

    def type_until(self, command: str, text: str, *, who: str = "", where: str = "") -> None:
        """Have a command run until it says this, then end it with Ctrl-C."""
        self.start(command, text, who=who, where=where)
        process = self._running.pop()
        try:
            os.killpg(process.pid, signal.SIGINT)
            rest, _ = process.communicate(timeout=120)
        finally:
            self._end(process)
        self.said += rest
        assert process.returncode == 0, f"{command}: {process.returncode}\n{self.said}"

    def run(self, block: Block) -> None:
        """Run a block's commands as its marks say. AssertionError: one ends otherwise."""
        who, where = block.marks.get("as", ""), block.marks.get("in", "")
        *first, last = block.commands()
        for command in first:
            self.type(command, who=who, where=where)
        if "until" in block.marks:
            self.type_until(last, block.marks["until"], who=who, where=where)
        elif "runs on" in block.marks:
            self.start(last, block.marks["runs on"], who=who, where=where)
        else:
            self.type(last, who=who, where=where, status=int(block.marks.get("status", "0")))

    def check(self, block: Block) -> None:
        assert shows(self.said, block.text), f"{block.where}\n{block.text}\nis not in\n{self.said}"

    def _start(self, command: str, who: str, where: str) -> subprocess.Popen[str]:
        home = self.folder / who if who else self.folder
        command = command.replace(EXCHANGE, str(self.exchange))
        command = command.replace(SCHEDULER, "127.0.0.1").replace("8786", self._port)
        words = ["bash", "-c", command]
        if who and os.geteuid() == 0:
            needed = [Path(sys.prefix), Path(sys.base_prefix), ROOT, home, self.exchange]
            words = command_as(
                STUDENTS[who], self.folder / "hold", needed, words, users=self._users
            )
        binaries = str(Path(sys.executable).parent)
        return subprocess.Popen(
            words,
            cwd=(home if who else self.course) / where,
            env={
                "PATH": os.pathsep.join([binaries, os.environ["PATH"]]),
                "HOME": str(home),
                "LANG": "C.UTF-8",
                "COLUMNS": "100",
                "NO_COLOR": "1",
                "MPLCONFIGDIR": str(home / ".matplotlib"),
                "PYTHONPATH": str(ROOT / "tests" / "light"),
                "OMP_NUM_THREADS": os.environ["OMP_NUM_THREADS"],
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
