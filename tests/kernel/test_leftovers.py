"""Nothing is left behind: no process, mount, folder, socket or descriptor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from process_tree import descendants

from corrige.kernel import ForkServer, Limit, Limits, Sandbox, SandboxConfig, WarmKernelManager

WARM = Path(__file__).parent / "warm"

GRADER = """
import sys, time
from pathlib import Path
from corrige.kernel import ForkServer, Sandbox
server = ForkServer(preload=(), path=[Path({warm!r})])
held = [server.spawn("corrige_targets:ignore_terminate", sandbox=Sandbox(scratch=server.scratch()))
        for _ in range(3)]
scratch = server.scratch()
server.spawn("corrige_targets:lock_scratch", sandbox=Sandbox(scratch=scratch)).wait()
print(server.base, server.pid, *(child.pid for child in held), flush=True)
time.sleep(600)
"""


def _mounts() -> int:
    return Path("/proc/self/mountinfo").read_text().count("\n")


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _until(condition: Callable[[], bool]) -> bool:
    """Give what dies asynchronously some seconds to be gone."""
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_two_hundred_submissions_leave_nothing() -> None:
    with ForkServer(preload=(), path=[WARM]) as server:
        servers = descendants(server.pid)
        before = (_mounts(), _descriptors())
        for number in range(200):
            scratch, sockets = server.scratch(), server.scratch()
            sandbox = Sandbox(scratch=scratch, sockets=sockets)
            match number % 5:
                case 0:
                    child = server.spawn("corrige_targets:nothing", sandbox=sandbox)
                    child.wait(30)
                case 1:
                    child = server.spawn("corrige_targets:sleep", 600, sandbox=sandbox)
                    child.kill(Limit.CELL_SECONDS)
                case 2:
                    child = server.spawn("corrige_targets:leave_a_daemon", sandbox=sandbox)
                    child.wait(30)
                case 3:
                    child = server.spawn("corrige_targets:segfault", sandbox=sandbox)
                    child.wait(30)
                case _:
                    child = server.spawn("corrige_targets:sleep", 600, sandbox=sandbox)
            child.close()
            server.discard(scratch)
            server.discard(sockets)
        assert _until(lambda: descendants(server.pid) == servers)
        assert (_mounts(), _descriptors()) == before
        assert list((server.base / "s").iterdir()) == []
        assert [path.name for path in (server.base / "log").iterdir()] == ["server"]
        base, watchman = server.base, server.pid
    assert not base.exists()
    assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in {watchman, *servers}))


def test_kernels_leave_nothing(warm: ForkServer) -> None:
    import asyncio

    async def one(kill: bool) -> None:
        manager = WarmKernelManager(server=warm, settings=SandboxConfig())
        await manager.start_kernel()
        if kill:
            os.kill(manager.warm.child.pid, signal.SIGKILL)
        await manager.shutdown_kernel(now=True)

    asyncio.run(one(False))
    servers = descendants(warm.pid)
    before = _descriptors()
    for number in range(4):
        asyncio.run(one(number % 2 == 1))
    assert _until(lambda: descendants(warm.pid) == servers)
    assert _descriptors() == before
    assert list((warm.base / "s").iterdir()) == []


def test_a_kernel_without_a_sandbox_leaves_nothing_either() -> None:
    import asyncio

    async def one(server: ForkServer, *, kill: bool) -> int:
        manager = WarmKernelManager(server=server, settings=SandboxConfig(unsafe=True))
        await manager.start_kernel()
        child = manager.warm.child
        assert child is not None
        (proper,) = descendants(child.pid)
        if kill:
            os.kill(child.pid, signal.SIGKILL)
        await manager.shutdown_kernel(now=True)
        return proper

    with ForkServer(unsafe=True) as server:
        ended = [asyncio.run(one(server, kill=kill)) for kill in (False, True)]
    assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in ended))


def test_a_killed_grader_leaves_nothing() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", GRADER.format(warm=str(WARM))], stdout=subprocess.PIPE, text=True
    ) as grader:
        assert grader.stdout is not None
        base, *pids = grader.stdout.readline().split()
        watched = {int(pid) for pid in pids} | descendants(grader.pid)
        assert len(watched) >= 8
        assert Path(base).is_dir()
        grader.kill()
    assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in watched))
    assert _until(lambda: not Path(base).exists())


def test_a_killed_watchman_and_grader_are_cleaned_up_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A place of our own: any fork server that starts on this machine cleans up the common one.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-c", GRADER.format(warm=str(WARM))],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as grader:
        assert grader.stdout is not None
        base, watchman, *_ = grader.stdout.readline().split()
        watched = descendants(grader.pid)
        os.kill(int(watchman), signal.SIGKILL)
        grader.kill()
    assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in watched))
    assert Path(base).exists()
    with ForkServer(preload=()):
        assert not Path(base).exists()


def test_a_killed_fork_server_is_reported_and_takes_its_children_along() -> None:
    with ForkServer(preload=(), path=[WARM]) as server:
        child = server.spawn("corrige_targets:sleep", 600, limits=Limits())
        (proper,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        os.kill(int(proper), signal.SIGKILL)
        death = child.wait(20)
        assert death.signal == signal.SIGKILL
        assert _until(lambda: not descendants(server.pid))
        child.close()
