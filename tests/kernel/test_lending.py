"""A fork server lent to a forked process."""

from __future__ import annotations

import os
import threading

from corrige.grading._walled import server
from corrige.kernel import ForkServer, begin_shared, close_shared, shared_server
from corrige.kernel.preloads import GRADING


def _fork(work) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def _in_a_fork(work) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(_fork(work), 0)[1])


def test_a_forked_process_starts_sandboxes_from_the_same_server() -> None:
    with ForkServer(preload=()) as server:

        def work() -> None:
            server.lend()
            assert server.alive
            scratch = server.scratch()
            with server.spawn("builtins:print", "x"):
                pass
            server.discard(scratch)
            server.close()

        assert _in_a_fork(work) == 0
        assert _in_a_fork(work) == 0
        assert server.alive and server.base.is_dir()
        with server.spawn("builtins:print", "x"):
            pass
    assert not server.base.exists()


def test_a_lent_server_that_is_gone_says_so() -> None:
    with ForkServer(preload=()) as server:
        lent, ours = os.pipe()
        theirs, killed = os.pipe()

        def work() -> None:
            server.lend()
            assert server.alive
            os.write(ours, b"x")
            os.read(theirs, 1)
            assert not server.alive

        pid = _fork(work)
        os.read(lent, 1)
        server._warm._process.kill()
        server._warm._process.wait()
        os.write(killed, b"x")
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

        def too_late() -> None:
            server.lend()
            assert not server.alive

        assert _in_a_fork(too_late) == 0
        for fd in (lent, ours, theirs, killed):
            os.close(fd)


def test_what_is_begun_early_is_what_grading_asks_for() -> None:
    def work() -> None:
        begin_shared(GRADING)
        begun = shared_server(preload=GRADING)
        try:
            assert begun.alive and server() is begun
            assert threading.active_count() == 1
        finally:
            close_shared()

    # A fork has no thread that an earlier test has left in this process.
    assert _in_a_fork(work) == 0
