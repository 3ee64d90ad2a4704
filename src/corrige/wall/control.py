"""Orders of the grader to the verifier, and the answers: frames of JSON over a socket.

Both ends are trusted, and neither needs torch for it: a grader starts faster without.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

_PREFIX = struct.Struct(">I")
_LARGEST = 64 * 2**20
_CHUNK = 256 * 1024


class Control:
    """One end. Deadlines are times of `time.monotonic()` for a whole frame; None waits for ever.

    Raises TimeoutError where a deadline passes, EOFError where the other end has hung up, OSError
    where it is gone, ValueError where a frame is too large or no JSON list of three.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def put(self, op: str, number: int, payload: Any, deadline: float | None = None) -> None:
        data = json.dumps((op, number, payload)).encode()
        if len(data) > _LARGEST:
            raise ValueError(f"{len(data)} bytes are too much for one order")
        self._sock.settimeout(_remaining(deadline))
        self._sock.sendall(_PREFIX.pack(len(data)) + data)

    def get(self, deadline: float | None = None) -> tuple[str, int, Any]:
        (size,) = _PREFIX.unpack(self._read(_PREFIX.size, deadline))
        if size > _LARGEST:
            raise ValueError(f"{size} bytes are too much for one answer")
        message = json.loads(self._read(size, deadline))
        match message:
            case [str() as op, int() as number, payload]:
                return op, number, payload
        raise ValueError("not a message")

    def close(self) -> None:
        self._sock.close()

    def _read(self, size: int, deadline: float | None) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._sock.settimeout(_remaining(deadline))
            chunk = self._sock.recv(min(_CHUNK, size - len(data)))
            if not chunk:
                raise EOFError("the other end hung up")
            data += chunk
        return bytes(data)


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left
