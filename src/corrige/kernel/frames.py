"""JSON over a stream socket, frame by frame: four bytes of length, big-endian, then the text.

The grader speaks so with the kernel that runs a student's cells, whose word is a claim, and with
the verifier. It needs no torch, so a grader starts fast.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

_PREFIX = struct.Struct(">I")
_LARGEST = 64 * 2**20
_CHUNK = 256 * 1024


class Frames:
    """One end; it owns the socket.

    most: bytes of one frame, either way; None where the other end is trusted and limits itself.

    Deadlines are times of `time.monotonic()` for a whole frame; None waits for ever. Reads no byte
    beyond a frame, so that polling the socket tells whether there is another.

    Raises TimeoutError where a deadline passes, EOFError where the other end has hung up, OSError
    where it is gone, ValueError where a frame is too large or no JSON.
    """

    def __init__(self, sock: socket.socket, most: int | None = _LARGEST) -> None:
        self.sock = sock
        self._most = most

    def put(
        self,
        message: Any,
        deadline: float | None = None,
        default: Callable[[Any], Any] | None = None,
    ) -> None:
        """Send a frame; `default` as of `json.dumps`."""
        data = json.dumps(message, default=default).encode()
        self._measure(len(data))
        self.sock.settimeout(_remaining(deadline))
        self.sock.sendall(_PREFIX.pack(len(data)) + data)

    def get(self, deadline: float | None = None) -> Any:
        """Return what the next frame holds."""
        (size,) = _PREFIX.unpack(self._read(_PREFIX.size, deadline))
        self._measure(size)
        try:
            return json.loads(self._read(size, deadline))
        except RecursionError as error:
            raise ValueError("JSON nested too deeply") from error

    def close(self) -> None:
        self.sock.close()

    def _measure(self, size: int) -> None:
        if self._most is not None and size > self._most:
            raise ValueError(f"{size} bytes are too much for one frame")

    def _read(self, size: int, deadline: float | None) -> bytes:
        data = bytearray()
        while len(data) < size:
            self.sock.settimeout(_remaining(deadline))
            chunk = self.sock.recv(min(_CHUNK, size - len(data)))
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
