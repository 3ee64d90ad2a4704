"""One fork server for all kernels of a process, made when the first is wanted."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from pathlib import Path

from corrige.kernel.errors import KernelError
from corrige.kernel.forkserver import PRELOAD, ForkServer

_lock = threading.Lock()
_beginning: threading.Thread | None = None
_servers: dict[tuple[int, tuple[str, ...], tuple[Path, ...], bool], ForkServer] = {}


def shared_server(
    *, preload: tuple[str, ...] = (), visible: tuple[Path, ...] = (), unsafe: bool = False
) -> ForkServer:
    """Return this process's fork server for these settings; make one where there is none.

    Takes seconds the first time. Raises as `ForkServer` does. Closed when the process exits.
    """
    if _beginning not in (None, threading.current_thread()):
        _beginning.join()
    key = (os.getpid(), preload, visible, unsafe)
    with _lock:
        known = _servers.get(key)
        if known is not None and known.alive:
            return known
        if known is not None:
            known.close()
        made = ForkServer(preload=(*PRELOAD, *preload), visible=visible, unsafe=unsafe)
        if not _servers:
            atexit.register(close_shared)
        _servers[key] = made
        return made


def begin_shared(preload: tuple[str, ...]) -> None:
    """Begin to make the fork server that `shared_server` will be asked for, and return at once.

    Whatever goes wrong meanwhile, that call says. It leaves no thread behind when it returns.
    """
    global _beginning

    def begin() -> None:
        with contextlib.suppress(KernelError):
            shared_server(preload=preload)

    _beginning = threading.Thread(target=begin, daemon=True)
    _beginning.start()


def lend_shared() -> None:
    """In a fork: go on with the fork servers of the process it was forked from."""
    me, parent = os.getpid(), os.getppid()
    for key, server in list(_servers.items()):
        if key[0] == parent:
            server.lend()
            _servers[me, *key[1:]] = server
            del _servers[key]


def close_shared() -> None:
    """Close the fork servers of this process."""
    with _lock:
        for key in [key for key in _servers if key[0] == os.getpid()]:
            _servers.pop(key).close()
