"""One generation of the warm process, as the grader holds it."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corrige.kernel import wire
from corrige.kernel.errors import KernelError, SandboxUnavailable
from corrige.kernel.remedies import remedy
from corrige.kernel.sandbox import HOME

_KEPT_ENV = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


class WarmProcess:
    """Starts `corrige.kernel.server` and waits until it serves; raises as `ForkServer` does."""

    def __init__(self, config: dict[str, Any], seconds: float) -> None:
        self.served = 0
        self._lent: int | None = None
        base = Path(config["base"])
        self._log = base / "log" / "server"
        self._sock, theirs = wire.pair()
        me = os.pidfd_open(os.getpid())
        try:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "corrige.kernel.server",
                     str(theirs.fileno()), str(me)],
                    pass_fds=(theirs.fileno(), me),
                    env=server_environment(f"{base}/tmp" if config["unsafe"] else "/tmp"),
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )  # fmt: skip
        except BaseException:
            self._sock.close()
            raise
        finally:
            theirs.close()
            os.close(me)
        try:
            self.missing = self._configure(config, seconds)
        except BaseException:
            self.close()
            raise

    def _configure(self, config: dict[str, Any], seconds: float) -> tuple[str, ...]:
        """Hand over the configuration and wait; return the modules that are not installed."""
        file = wire.as_file(config)
        try:
            wire.send(self._sock, {"event": "config"}, [file])
        finally:
            os.close(file)
        self._sock.settimeout(seconds)
        try:
            event, _ = wire.receive(self._sock)
        except TimeoutError as error:
            raise KernelError(
                f"the fork server did not finish its preload in {seconds:g} s; "
                "preload less, or raise start_seconds"
            ) from error
        self._sock.settimeout(None)
        if event is None or event["event"] != "serving":
            layer = "fork server" if event is None else str(event["layer"])
            reason = "it ended" if event is None else str(event["error"])
            tail = self._log.read_text("utf-8", "replace")[-2000:]
            raise SandboxUnavailable(layer, f"{reason} {tail}".strip(), remedy(layer, reason))
        return tuple(event["missing"])

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        if self._lent is not None:
            return not select.select([self._lent], [], [], 0)[0]
        return self._process.poll() is None

    def lend(self) -> None:
        """After a fork: make this the process of the parent's, which the parent ends."""
        if self._lent is None:
            self._lent = os.pidfd_open(self._process.pid)

    def ask(self, fds: Sequence[int]) -> None:
        """Ask for a fork; OSError where the process is gone."""
        self.served += 1
        wire.send(self._sock, {"event": "spawn"}, fds)

    def close(self) -> None:
        """End it, and with it everything it started. Safe to call twice."""
        self._sock.close()
        if self._lent is not None:
            return
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()


def server_environment(private: str = "/tmp") -> dict[str, str]:
    """Return the environment of the warm process: every fork can read it in /proc.

    `private` is a folder that no other server writes to; in a sandbox, /tmp is one.
    """
    kept = {name: os.environ[name] for name in _KEPT_ENV if name in os.environ}
    return kept | {
        "HOME": private,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{private}/matplotlib",
        "IPYTHONDIR": f"{private}/ipython",
        "JUPYTER_RUNTIME_DIR": f"{private}/jupyter",
        # Thread pools made at import would not survive the fork.
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def child_environment(*, unsafe_in: Path | None = None) -> dict[str, str]:
    """Return the environment that every process starts with.

    `unsafe_in` is the private folder of one without a sandbox, which has the host's /tmp.
    """
    if unsafe_in is not None:
        return server_environment(str(unsafe_in))
    return server_environment() | {"HOME": HOME, "USER": "student", "LOGNAME": "student"}
