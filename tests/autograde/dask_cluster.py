"""A real Dask cluster on this machine, and ways to break it."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

DASK = str(Path(sys.executable).parent / "dask")


class Cluster:
    """A scheduler at one address for its whole life, and named workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def start_scheduler(self) -> None:
        self.scheduler = self._start(
            "scheduler",
            [DASK, "scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"],
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.1)
        raise AssertionError(self.log("scheduler"))

    def start_worker(self, name: str, *words: str, setup: str = "", **env: str) -> None:
        """Start a worker. setup: shell commands before it, in mounts of its own."""
        command = [DASK, "worker", self.address, "--no-dashboard", "--name", name]
        command += ["--local-directory", str(self.folder / name), *words]
        if setup:
            script = f"{setup} && exec {shlex.join(command)}"
            command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]
        self.workers[name] = self._start(name, command, **env)

    def ensure(self) -> None:
        """Have a scheduler and two workers, one of them with a nanny, that restarts it."""
        if self.scheduler is None or self.scheduler.poll() is not None:
            self.start_scheduler()
        for name, words in {"first": ("--nthreads", "1"), "second": ("--no-nanny",)}.items():
            worker = self.workers.get(name)
            if worker is None or worker.poll() is not None:
                self.start_worker(name, *words, "--nthreads", "1")

    def wait_for_workers(self, number: int) -> None:
        """Wait until as many have come in the scheduler's life."""
        until = time.monotonic() + 120
        while self.log("scheduler").count("Register worker") < number:
            assert time.monotonic() < until, self.log("scheduler")
            time.sleep(0.1)

    def kill_scheduler(self) -> None:
        assert self.scheduler is not None
        self.scheduler.kill()
        self.scheduler.wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def close(self) -> None:
        # Workers first: they may hang over the end of a scheduler that ends with them.
        for processes in (list(self.workers.values()), [self.scheduler]):
            running = [process for process in processes if process is not None]
            for process in running:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
            for process in running:
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()

    def _start(self, name: str, command: list[str], **env: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "HOME": str(self.folder), **env},
            )
