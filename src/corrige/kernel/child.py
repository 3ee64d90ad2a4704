"""A sandboxed process, as the grader holds it."""

from __future__ import annotations

import contextlib
import os
import select
import signal as signals
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from corrige.kernel import wire
from corrige.kernel.death import Death
from corrige.kernel.errors import KernelError, SandboxUnavailable
from corrige.kernel.limits import Limit
from corrige.kernel.remedies import remedy

_LOG_TAIL = 8192


class Child:
    """One process tree in its sandbox. Closing it ends it; so does the grader's death.

    Attributes
    ----------
    unsafe: it runs without a sandbox; say so wherever its results are shown.
    layers: the layers of the sandbox in force, in the order they were put on.
    seed: what its random generators were seeded with.
    """

    def __init__(
        self, control: socket.socket, log: Path, *, seed: int, unsafe: bool, target: str
    ) -> None:
        self._control = control
        self._log = log
        self._handle: int | None = None
        self._death: Death | None = None
        self._blamed: Limit | None = None
        self._ready = False
        self.unsafe = unsafe
        self.layers: tuple[str, ...] = ()
        self.seed = seed
        self.target = target
        self._log_text = ""

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _await_start(self, seconds: float) -> None:
        """Wait until the sandbox is closed around it; SandboxUnavailable where it cannot be."""
        deadline = time.monotonic() + seconds
        started = False
        early: Death | None = None
        while not (started and self._handle is not None):
            event, fds = self._next(deadline - time.monotonic())
            kind = None if event is None else event.get("event")
            if kind == "init":
                self._handle = fds[0]
            elif kind == "started" and event is not None:
                started = True
                self.layers = tuple(event["layers"])
            elif kind == "ready":
                self._ready = True
            elif kind == "exit" and started and event is not None:
                # A short life may end before the go-between has handed over the handle.
                early = Death.from_json(event["death"])
            elif event is None and early is not None:
                break
            elif event is None or kind in {"failed", "exit"}:
                layer = "fork server" if event is None else str(event.get("layer", "start"))
                reason = "it ended" if event is None else str(event.get("error", event))
                self.close()
                raise SandboxUnavailable(layer, reason, remedy(layer, reason))
        if early is not None:
            self._end(early)

    def _next(self, seconds: float) -> tuple[dict[str, Any] | None, list[int]]:
        poller = select.poll()
        poller.register(self._control, select.POLLIN)
        if not poller.poll(max(0.0, seconds) * 1000):
            self.close()
            raise KernelError(
                f"{self.target} did not start in time: the machine is overloaded; "
                "run fewer kernels side by side"
            )
        return wire.receive(self._control)

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._control.fileno() < 0

    @property
    def pid(self) -> int:
        """The host's id of the sandbox's first process, 0 once it is closed."""
        if self._handle is None:
            return 0
        text = Path(f"/proc/self/fdinfo/{self._handle}").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pid:"))

    def fileno(self) -> int:
        """Return a descriptor that polls readable when the whole sandbox has ended."""
        if self._handle is None:
            raise ValueError(f"{self.target} is closed")
        return self._handle

    def poll(self) -> Death | None:
        """Return why it ended, None while it runs. Returns at once."""
        while self._death is None and self._read(0):
            pass
        return self._death

    def _read(self, seconds: float | None) -> bool:
        """Take one event in; False where there was none in time."""
        poller = select.poll()
        poller.register(self._control, select.POLLIN)
        if not poller.poll(None if seconds is None else max(0.0, seconds) * 1000):
            return False
        event, _ = wire.receive(self._control)
        if event is None:
            self._end(Death(signal=signals.SIGKILL, limit=self._blamed, detail="it was killed"))
        elif event["event"] == "ready":
            self._ready = True
        elif event["event"] == "exit":
            death = Death.from_json(event["death"])
            if self._blamed is not None and death.limit is None:
                death = Death.from_json(death.to_json() | {"limit": str(self._blamed)})
            self._end(death)
        return True

    def _end(self, death: Death) -> None:
        """Wait until the kernel has swept the sandbox: nothing of it outlives this call."""
        if self._handle is not None:
            poller = select.poll()
            poller.register(self._handle, select.POLLIN)
            poller.poll(5000)
        self._death = death

    def wait(self, timeout: float | None = None) -> Death:
        """Wait for its end, `timeout` seconds at most (then TimeoutError)."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while self._death is None:
            left = None if deadline is None else deadline - time.monotonic()
            if (left is not None and left < 0) or not self._read(left):
                raise TimeoutError(f"{self.target} still runs after {timeout} s")
        return self._death

    def wait_ready(self, timeout: float) -> bool:
        """Wait until it says that it is ready; False where it ended first.

        Raises TimeoutError after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while not self._ready and self._death is None:
            left = deadline - time.monotonic()
            if left < 0 or not self._read(left):
                raise TimeoutError(f"{self.target} is not ready after {timeout} s")
        return self._ready

    def signal(self, number: int) -> None:
        """Send a signal to its process group; nothing happens where it has ended."""
        if self._death is None:
            wire.tell(self._control, {"signal": int(number)})

    def kill(self, limit: Limit | None = None) -> Death:
        """End it and all it started, now. `limit` becomes the reason of death."""
        if self._death is None and self.poll() is None:
            self._blamed = limit
            if self._handle is not None:
                with contextlib.suppress(ProcessLookupError):
                    signals.pidfd_send_signal(self._handle, signals.SIGKILL)
            else:
                self._control.close()
        if self._death is None:
            self._end(Death(signal=signals.SIGKILL, limit=limit, detail="it was killed"))
        assert self._death is not None
        return self._death

    def log(self) -> str:
        """Return the end of what it wrote to its plain stdout and stderr: untrusted text."""
        with contextlib.suppress(OSError), self._log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LOG_TAIL))
            self._log_text = file.read().decode("utf-8", "replace")
        return self._log_text

    def close(self) -> None:
        """End it if it still runs and let go of everything; safe to call twice."""
        if self._death is None and self._handle is not None:
            self.kill()
        self.log()
        self._log.unlink(missing_ok=True)
        self._control.close()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
