"""For functions that run inside a sandbox: say that we are ready, or that we give up.

The other end is the small init process of the sandbox. It believes nothing but these words, and
the worst that untrusted code can do with them is to shorten its own life.
"""

from __future__ import annotations

import os
import time

from corrige.kernel.limits import Limit
from corrige.kernel.sandbox import SOCKETS

_report: int | None = None
_latch = False


def adopt(fd: int, *, latch: bool) -> None:
    """Keep the descriptor that leads to the init process; `latch`: there is /run/kernel."""
    global _report, _latch
    _report, _latch = fd, latch


def ready() -> None:
    """Say that we are up: `Child.wait_ready` returns, and /run/kernel becomes read-only.

    Returns when that is so: nothing untrusted may run before. Does nothing outside a sandbox.
    """
    if _report is None:
        return
    os.write(_report, b"ready\n")
    while _latch and not os.statvfs(SOCKETS).f_flag & os.ST_RDONLY:
        time.sleep(0.0005)


def give_up(limit: Limit) -> None:
    """Be killed, with `limit` as the reason of death. Does not return inside a sandbox."""
    if _report is None:
        return
    os.write(_report, f"limit {limit}\n".encode())
    time.sleep(60)
