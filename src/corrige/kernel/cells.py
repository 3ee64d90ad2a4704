"""The function that a sandbox calls to run cells for the grader, over a socket of its own.

The grader sends {"run": source, "number": n}, and after an interrupt {"number": n}; messages of the
Jupyter protocol come back, each with the number of the cell that it belongs to, and {"ended": n, …}
at last. What comes from here is untrusted.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import select
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

from corrige.kernel import inside
from corrige.kernel.frames import Frames
from corrige.kernel.ipython import FIRST_FD, OutputMeter, move
from corrige.kernel.shell import CONNECTION_FILE, Message, adopt, run, wants_to_go


class _Interrupts:
    """Lets SIGINT in while the student's code runs, and at no other time.

    Elsewhere it would cut a frame in two. One that comes too late must not hit the next cell
    either: the grader, after each, sends an order that is answered when it has arrived (`settle`).
    """

    def __init__(self) -> None:
        self._came = self._open = False
        signal.signal(signal.SIGINT, self._come)
        self._keep_out()

    @contextlib.contextmanager
    def let_in(self) -> Iterator[None]:
        self._open = True
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            self._keep_out()

    def settle(self) -> None:
        """Wait for an interrupt that is on its way, a second at most, and forget it."""
        self._keep_out()
        if not self._came:
            signal.sigtimedwait({signal.SIGINT}, 1.0)
        self._came = False

    def _keep_out(self) -> None:
        self._open = False
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def _come(self, *_: object) -> None:
        self._came = True
        # A thread of the student's may take the signal, whatever this one blocks.
        if self._open:
            raise KeyboardInterrupt


def main(args: dict[str, Any], fds: tuple[int, ...]) -> None:
    """Run cells until the grader hangs up.

    args: "output", bytes to send at most; "serve", a function `package.module:name` that is
    called with the second descriptor, if there is one, whenever something arrives on it.
    """
    # Out of the way of what the student's code opens; the wall's number is the same in any kernel.
    fds = tuple(move(fd, number) for fd, number in zip(fds, (FIRST_FD + 1, FIRST_FD), strict=False))
    # What this end may send is metered; what it hears comes from the grader.
    frames, meter = Frames(socket.socket(fileno=fds[0]), most=None), OutputMeter(args["output"])

    def tell(message: Message) -> None:
        frames.put(message, default=repr)
        meter.count(message)

    adopt(tell, ["ipykernel_launcher.py", "-f", CONNECTION_FILE])
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    poller = select.poll()
    poller.register(frames.sock, select.POLLIN)
    wall = fds[1] if len(fds) > 1 else None
    if wall is not None:
        module, _, name = args["serve"].partition(":")
        serve: Callable[[int], object] = getattr(importlib.import_module(module), name)
        poller.register(wall, select.POLLIN)
    interrupts = _Interrupts()
    inside.ready()
    while True:
        ready = {fd for fd, _ in poller.poll()}
        if wall is not None and wall in ready:
            with contextlib.suppress(KeyboardInterrupt), interrupts.let_in():
                if serve(wall) is False:
                    poller.unregister(wall)
                    wall = None
        if frames.sock.fileno() in ready:
            try:
                order = frames.get()
            except EOFError:
                return
            answer = _obey(order, loop, interrupts)
            tell(answer)
            if answer["status"] == "exit":
                return


def _obey(order: Message, loop: asyncio.AbstractEventLoop, interrupts: _Interrupts) -> Message:
    number = order["number"]
    if "run" not in order:
        interrupts.settle()
        return {"ended": number, "status": "ok"}
    try:
        with interrupts.let_in():
            reply = run(order["run"], number, loop)
    except KeyboardInterrupt:
        reply = {"status": "error"}
    except SystemExit:
        reply = {"status": "exit"}
    if wants_to_go():
        reply["status"] = "exit"
    return {
        "ended": number,
        "status": reply.get("status"),
        "execution_count": reply.get("execution_count"),
    }
