"""How grader, fork server and sandboxed process talk: small JSON datagrams with descriptors.

Everything runs over socketpairs that are inherited or passed on; there is no socket path.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
from collections.abc import Sequence
from typing import Any

MAX_EVENT = 64 * 1024
MAX_FDS = 64


def pair() -> tuple[socket.socket, socket.socket]:
    """Return a connected pair that keeps datagrams whole and reports when the peer is gone."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def readable(fd: int) -> bool:
    """Whether there is something to read now: of a process's descriptor, whether it has ended."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(0))


def send(sock: socket.socket, event: dict[str, Any], fds: Sequence[int] = ()) -> None:
    """Send one event; raises OSError where the peer is gone."""
    data = json.dumps(event).encode()
    if len(data) > MAX_EVENT:
        raise ValueError(f"event of {len(data)} bytes: pass large data by `as_file`")
    socket.send_fds(sock, [data], list(fds))


def tell(sock: socket.socket, event: dict[str, Any], fds: Sequence[int] = ()) -> None:
    """Send one event to a peer that may be gone."""
    with contextlib.suppress(OSError):
        send(sock, event, fds)


def receive(sock: socket.socket, flags: int = 0) -> tuple[dict[str, Any] | None, list[int]]:
    """Return the next event and its descriptors; None where the peer has closed."""
    try:
        data, fds, _, _ = socket.recv_fds(sock, MAX_EVENT, MAX_FDS, flags | socket.MSG_CMSG_CLOEXEC)
    except ConnectionError:
        return None, []
    if not data:
        return None, fds
    event = json.loads(data)
    if not isinstance(event, dict):
        raise ValueError("an event is a JSON object")
    return event, fds


def as_file(value: Any) -> int:
    """Put JSON data of any size in an unnamed file and return its descriptor."""
    fd = os.memfd_create("corrige", os.MFD_CLOEXEC)
    with os.fdopen(os.dup(fd), "wb") as file:
        file.write(json.dumps(value).encode())
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def from_file(fd: int) -> Any:
    """Read what `as_file` wrote and close the descriptor."""
    with os.fdopen(fd, "rb") as file:
        file.seek(0)
        return json.load(file)
