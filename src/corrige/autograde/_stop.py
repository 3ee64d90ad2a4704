"""Ctrl-C: the first finishes what runs, the second stops now. A signal only leaves a note."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator
from types import FrameType


class Stop:
    """How far the run was asked to stop. `fileno` is readable once something was asked."""

    def __init__(self) -> None:
        self._asked = 0
        self._ours, self._wake = socket.socketpair()
        self._ours.setblocking(False)
        self._wake.setblocking(False)

    @property
    def soon(self) -> bool:
        """Whether nothing new is to begin."""
        return self._asked > 0

    @property
    def now(self) -> bool:
        """Whether what runs is to be given up."""
        return self._asked > 1

    def fileno(self) -> int:
        return self._ours.fileno()

    def ask(self, *, now: bool = False) -> None:
        self._asked = max(2 if now else 1, self._asked + 1)

    def close(self) -> None:
        """Let go of what `fileno` is of."""
        self._ours.close()
        self._wake.close()

    def drain(self) -> None:
        """Forget the wake-up calls."""
        with contextlib.suppress(BlockingIOError):
            while self._ours.recv(64):
                pass

    @contextlib.contextmanager
    def listening(self, gentle: frozenset[int] = frozenset({signal.SIGINT})) -> Iterator[None]:
        """Take a `gentle` signal as a wish to stop, others of the three as one to stop now.

        The three are SIGINT, SIGTERM and SIGHUP.
        """

        def interrupted(number: int, _frame: FrameType | None) -> None:
            self.ask(now=number not in gentle)

        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, interrupted) for number in signals}
        wake = signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wake)
            for number, handler in before.items():
                signal.signal(number, handler)
