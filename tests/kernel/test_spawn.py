"""Starting functions in a sandbox, and learning how they ended."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corrige.kernel import Bind, Death, ForkServer, KernelError, Limit, Limits, Sandbox

Call = Callable[..., Any]
WARM = Path(__file__).parent / "warm"


def test_the_value_of_a_function_is_the_exit_code(call: Call) -> None:
    assert call("nothing").death.clean
    assert call("nothing", 5).death.code == 5


def test_an_exception_is_code_one_with_its_traceback_in_the_log(call: Call) -> None:
    outcome = call("fail")
    assert outcome.death.code == 1
    assert "ValueError: meant to fail" in outcome.log


def test_a_function_that_does_not_exist_is_an_exception_too(call: Call) -> None:
    outcome = call("no_such_function")
    assert outcome.death.code == 1
    assert "no_such_function" in outcome.log


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGTERM, signal.SIGBUS])
def test_a_death_by_signal_names_the_signal(call: Call, number: signal.Signals) -> None:
    death = call("leave_by_signal", int(number)).death
    assert (death.code, death.signal, death.limit) == (None, number, None)
    assert number.name in str(death)
    assert death.returncode == -number


def test_a_segmentation_fault_is_told_from_an_exit(call: Call) -> None:
    assert call("segfault").death.signal == signal.SIGSEGV


def test_a_kill_blames_the_limit_that_the_caller_names(small: ForkServer) -> None:
    with small.spawn("corrige_targets:sleep", 600) as child:
        assert child.poll() is None
        death = child.kill(Limit.CELL_SECONDS)
    assert death.limit is Limit.CELL_SECONDS
    assert death.limit.words in str(death)


def test_a_signal_reaches_the_process(small: ForkServer) -> None:
    with small.spawn("corrige_targets:sleep", 600) as child:
        child.signal(signal.SIGTERM)
        assert child.wait(20).signal == signal.SIGTERM


def test_a_process_that_ignores_signals_can_be_killed(small: ForkServer) -> None:
    with small.spawn("corrige_targets:ignore_terminate") as child:
        with pytest.raises(TimeoutError):
            child.wait(0.2)
        child.kill()
        assert child.poll() is not None


def test_a_child_can_be_polled_with_others_in_an_event_loop(small: ForkServer) -> None:
    with small.spawn("corrige_targets:nothing") as child:
        ready, _, _ = select.select([child], [], [], 20)
        assert ready == [child]


def test_passed_descriptors_connect_two_sandboxes(small: ForkServer) -> None:
    one, other = socket.socketpair()
    with (
        small.spawn("corrige_targets:echo_over", "kernel", fds=[one.fileno()]) as kernel,
        small.spawn("corrige_targets:ask_over", "hello", fds=[other.fileno()]) as verifier,
    ):
        one.close()
        other.close()
        assert verifier.wait(20).clean
        assert kernel.wait(20).clean
        assert "from kernel: hello" in verifier.log()


def test_a_shared_folder_connects_two_sandboxes(small: ForkServer, call: Call) -> None:
    shared = small.scratch()
    place = Path("/run/shared")
    writer = Sandbox(binds=(Bind(shared, place, writable=True),))
    reader = Sandbox(binds=(Bind(shared, place),))
    assert call("write_into", f"{place}/note", sandbox=writer).death.clean
    assert call("read_files", [f"{place}/note"], sandbox=reader).said == {
        f"{place}/note": "written"
    }
    assert not call("write_into", f"{place}/note", sandbox=reader).death.clean
    small.discard(shared)


def test_hidden_paths_are_empty(small: ForkServer, call: Call) -> None:
    shared = small.scratch()
    (shared / "secret").write_text("42")
    (shared / "folder").mkdir()
    (shared / "folder" / "deep").write_text("43")
    sandbox = Sandbox(
        binds=(Bind(shared, Path("/data")),), hidden=(Path("/data/secret"), Path("/data/folder"))
    )
    said = call("read_files", ["/data/secret", "/data/folder/deep"], sandbox=sandbox).said
    assert said == {"/data/secret": "", "/data/folder/deep": "FileNotFoundError"}
    small.discard(shared)


def test_a_host_path_out_of_sight_is_refused_with_the_remedy(
    small: ForkServer, tmp_path: Path
) -> None:
    with pytest.raises(KernelError, match=r"visible="):
        small.spawn("corrige_targets:nothing", sandbox=Sandbox(binds=(Bind(tmp_path),)))


def test_a_link_in_scratch_does_not_lead_a_bind_elsewhere(small: ForkServer) -> None:
    scratch = small.scratch()
    (scratch / "link").symlink_to("/etc")
    with pytest.raises(KernelError, match="does not see"):
        small.spawn("corrige_targets:nothing", sandbox=Sandbox(scratch=scratch / "link"))
    small.discard(scratch)


def test_what_a_sandbox_wrote_can_be_read_and_is_removed_with_its_folder(
    small: ForkServer,
) -> None:
    scratch = small.scratch()
    with small.spawn("corrige_targets:lock_scratch", sandbox=Sandbox(scratch=scratch)) as child:
        assert child.wait(20).clean, child.log()
    small.discard(scratch)
    assert not scratch.exists()
    assert Path("/etc/passwd").exists()


def test_random_state_follows_the_seed_and_secrets_do_not(warm: ForkServer, call: Call) -> None:
    first, again, other = (call("draw", server=warm, seed=seed).said for seed in (7, 7, 8))
    assert first[0] == again[0] != other[0]
    assert first[0][-1] == 1
    assert len({first[1], again[1], other[1]}) == 3


def test_an_unseeded_child_records_the_seed_it_drew(warm: ForkServer) -> None:
    with warm.spawn("corrige_targets:draw") as one, warm.spawn("corrige_targets:draw") as two:
        assert one.seed != two.seed


def test_arguments_of_many_megabytes_arrive(call: Call) -> None:
    assert call("nothing", ["x" * 20_000_000]).death.code == 1
    assert call("read_files", ["/nowhere" + "x" * 10] * 300_000).death.clean


def test_spawning_from_many_threads_works(small: ForkServer) -> None:
    codes: list[int | None] = []

    def one(number: int) -> None:
        with small.spawn("corrige_targets:nothing", number) as child:
            codes.append(child.wait(60).code)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes, key=lambda code: code or 0) == list(range(12))


def test_a_server_made_in_a_thread_outlives_the_thread(tmp_path: Path) -> None:
    made: list[ForkServer] = []
    thread = threading.Thread(target=lambda: made.append(ForkServer(preload=())))
    thread.start()
    thread.join()
    with made[0] as server, server.spawn("gc:collect") as child:
        child.wait(20)
        assert server.alive


def test_a_closed_server_says_so() -> None:
    with ForkServer(preload=()) as server:
        pass
    with pytest.raises(KernelError, match="make a new one"):
        server.spawn("gc:collect")


def test_preloading_a_module_that_starts_a_thread_is_refused(tmp_path: Path) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    with pytest.raises(KernelError, match="threads"):
        ForkServer(preload=("threaded",), path=[tmp_path])


def test_a_module_that_is_not_installed_is_reported_not_fatal() -> None:
    with ForkServer(preload=("no_such_module_here",)) as server:
        assert server.missing == ("no_such_module_here",)


def test_the_unsafe_mode_runs_and_says_that_it_is_unsafe(tmp_path: Path) -> None:
    with ForkServer(preload=(), path=[WARM], unsafe=True) as server:
        assert server.unsafe
        with server.spawn("corrige_targets:nothing", 3) as child:
            assert child.unsafe
            assert child.layers == ("limits",)
            assert child.wait(20).code == 3


def test_importing_the_kernel_package_is_cheap() -> None:
    code = (
        "import sys, corrige.kernel; "
        "print(sorted({'torch','zmq','traitlets','ctypes','numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_values_survive_the_wire() -> None:
    sandbox = Sandbox(
        scratch=Path("/a"), binds=(Bind(Path("/b"), Path("/c"), True),), hidden=(Path("/d"),)
    )
    assert Sandbox.from_json(sandbox.to_json()) == sandbox
    assert Limits.from_json(Limits(memory=5).to_json()) == Limits(memory=5)
    death = Death(signal=9, limit=Limit.MEMORY, detail="much")
    assert Death.from_json(death.to_json()) == death


def test_a_limit_that_is_not_positive_is_refused() -> None:
    with pytest.raises(ValueError, match="memory"):
        Limits(memory=0)


def test_a_child_gets_only_the_descriptors_it_needs(call: Call) -> None:
    links = call("where_am_i").said["fds"]
    kinds = [link.split(":")[0] for fd, link in links.items() if int(fd) > 2]
    assert kinds == ["pipe"]
    assert links["0"] == "/dev/null"


def test_the_environment_of_the_grader_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRIGE_TEST_SECRET", "swordfish")
    assert "swordfish" in os.environ["CORRIGE_TEST_SECRET"]
    with (
        ForkServer(preload=(), path=[WARM]) as server,
        server.spawn("corrige_targets:where_am_i") as child,
    ):
        assert child.wait(20).clean
        assert "swordfish" not in child.log()


def test_a_warm_process_is_renewed_while_children_of_the_old_one_live() -> None:
    with ForkServer(preload=(), path=[WARM], renew_after=2) as server:
        first = server.pid
        with server.spawn("corrige_targets:sleep", 600) as old:
            for _ in range(4):
                with server.spawn("corrige_targets:nothing") as child:
                    assert child.wait(20).clean
            assert server.pid != first
            assert old.poll() is None
        with server.spawn("corrige_targets:nothing") as child:
            assert child.wait(20).clean
        assert not Path(f"/proc/{first}").exists()
