"""Frames over a connected stream socket, with deadlines that slow drips cannot stretch."""

from __future__ import annotations

import socket
import time
from typing import Any

from corrige.wall.packing import pack
from corrige.wall.unpacking import unpack
from corrige.wall.wire import PREFIX, Adopt, Foreign, Limits, Packed, Resolve, Unpacked, read_prefix

CHUNK = 256 * 1024


class Closed(Exception):
    """The other side closed the socket or died."""


class Silence(Exception):
    """A frame was not complete, or not taken, before the deadline."""


class Channel:
    """One end of the wall: sends and receives whole frames.

    The socket is owned: `close` closes it. Deadlines are times of `time.monotonic()` for a whole
    frame, however many pieces it comes in; None waits for ever.
    """

    def __init__(self, sock: socket.socket, limits: Limits | None = None) -> None:
        self.sock = sock
        self.limits = limits or Limits()
        self._buffer = memoryview(bytearray(CHUNK))
        self._start = self._stop = 0  # what has arrived and was not read yet

    @classmethod
    def from_fd(cls, fd: int, limits: Limits | None = None) -> Channel:
        """Take over the connected stream socket `fd`."""
        return cls(socket.socket(fileno=fd), limits)

    @property
    def pending(self) -> bool:
        """Whether something has arrived that was not read yet, and that no poll will tell."""
        return self._start < self._stop

    def close(self) -> None:
        self.sock.close()

    def send(self, packed: Packed, deadline: float | None = None) -> None:
        """Send one frame. Raises Closed or Silence."""
        try:
            self._wait_until(deadline)
            self.sock.sendall(packed.frame())
        except TimeoutError:
            raise Silence("the frame was not taken in time") from None
        except OSError as error:
            raise Closed(f"cannot send: {error}") from None

    def receive(self, deadline: float | None = None) -> tuple[bytearray, bytearray]:
        """Return (head, body) of the next frame. Raises Closed, Silence or WireError."""
        head, body = read_prefix(self._read(PREFIX.size, deadline), self.limits)
        return self._read(head, deadline), self._read(body, deadline)

    def put(
        self, value: Any, foreign: Foreign | None = None, deadline: float | None = None
    ) -> None:
        """Pack and send. Raises WireError, Closed or Silence."""
        self.send(pack(value, foreign, self.limits), deadline)

    def get(
        self,
        resolve: Resolve | None = None,
        deadline: float | None = None,
        adopt: Adopt | None = None,
    ) -> Unpacked:
        """Receive and unpack. Raises WireError, Closed or Silence."""
        head, body = self.receive(deadline)
        return unpack(head, body, resolve, self.limits, adopt)

    def _read(self, size: int, deadline: float | None) -> bytearray:
        start = self._start
        if self._stop - start >= size:
            self._start = start + size
            return bytearray(self._buffer[start : start + size])
        data = bytearray()
        # Memory grows with what has arrived, not with what the prefix promises.
        while True:
            end = min(self._stop, self._start + size - len(data))
            data += self._buffer[self._start : end]
            self._start = end
            if len(data) == size:
                return data
            try:
                self._wait_until(deadline)
                self._start, self._stop = 0, self.sock.recv_into(self._buffer)
            except TimeoutError:
                raise Silence("no answer in time") from None
            except OSError as error:
                raise Closed(f"cannot receive: {error}") from None
            if not self._stop:
                raise Closed("the other side hung up")

    def _wait_until(self, deadline: float | None) -> None:
        """Give the next operation on the socket until `deadline`. Raises Silence if it is over."""
        left = _remaining(deadline)
        # Each change is a system call; for ever, the usual case of the agent, is set once.
        if left is not None or self.sock.gettimeout() is not None:
            self.sock.settimeout(left)


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise Silence("the deadline has passed")
    return left
