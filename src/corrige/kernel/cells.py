"""The function that a sandbox calls to run cells for the grader, over a socket of its own.

The grader sends {"run": source, "number": n}; messages of the Jupyter protocol come back, each
with the number of the cell that it belongs to, and {"ended": n, …} at last. What comes from here is
untrusted.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import select
import socket
from collections.abc import Callable
from typing import Any

from corrige.kernel import inside
from corrige.kernel.frames import Frames
from corrige.kernel.ipython import FIRST_FD, OutputMeter
from corrige.kernel.shell import CONNECTION_FILE, Message, adopt, run, wants_to_go


def main(args: dict[str, Any], fds: tuple[int, ...]) -> None:
    """Run cells until the grader hangs up.

    args: "output", bytes to send at most; "serve", a function `package.module:name` that is
    called with the second descriptor, if there is one, whenever something arrives on it.
    """
    # Out of the way of what the student's code opens; the wall's number is the same in any kernel.
    fds = tuple(
        _moved(fd, number) for fd, number in zip(fds, (FIRST_FD + 1, FIRST_FD), strict=False)
    )
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
    inside.ready()
    while True:
        # An interrupt that comes when its cell is over finds nothing to interrupt.
        with contextlib.suppress(KeyboardInterrupt):
            ready = {fd for fd, _ in poller.poll()}
            if wall is not None and wall in ready and serve(wall) is False:
                poller.unregister(wall)
                wall = None
            if frames.sock.fileno() in ready:
                try:
                    order = frames.get()
                except EOFError:
                    return
                answer = _obey(order, loop)
                tell(answer)
                if answer["status"] == "exit":
                    return


def _moved(fd: int, number: int) -> int:
    os.dup2(fd, number, inheritable=False)
    os.close(fd)
    return number


def _obey(order: Message, loop: asyncio.AbstractEventLoop) -> Message:
    number = order["number"]
    if "run" not in order:
        return {"ended": number, "status": "ok"}
    try:
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
