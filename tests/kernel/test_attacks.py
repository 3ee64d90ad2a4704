"""What a hostile submission tries. The network attempts aim at ports of this test alone."""

from __future__ import annotations

import os
import select
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corrige.kernel import ForkServer, Limit, Limits, Sandbox, seccomp
from corrige.kernel import syscalls as sc

Call = Callable[..., Any]
EPERM, ENOSYS = 1, 38


def test_tcp_does_not_reach_this_machine(call: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        assert call("connect_tcp", server.getsockname()[1]).said == "ConnectionRefusedError"
        with pytest.raises(TimeoutError):
            server.accept()


def test_udp_and_dns_do_not_reach_this_machine(call: Call) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.3)
        assert call("send_udp", server.getsockname()[1]).said == "sent"
        with pytest.raises(TimeoutError):
            server.recvfrom(100)


def test_abstract_sockets_do_not_reach_this_machine(call: Call) -> None:
    name = f"corrige-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0" + name)
        server.listen()
        assert call("connect_unix", "@" + name).said == "ConnectionRefusedError"


def test_socket_files_of_this_machine_are_out_of_sight(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        path.chmod(0o777)
        server.listen()
        assert call("connect_unix", str(path)).said == "FileNotFoundError"


def test_the_only_interface_is_its_own_loopback_and_that_works(call: Call) -> None:
    assert call("where_am_i").said["interfaces"] == ["lo"]
    assert call("talk_to_itself").said == "hello"


def test_sockets_that_know_no_namespace_are_refused(call: Call) -> None:
    families = {"vsock": 40, "packet": 17, "alg": 38, "key": 15, "bluetooth": 31, "unix": 1}
    assert call("open_sockets", list(families.values())).said == [families["unix"]]


def test_the_course_and_other_submissions_are_out_of_sight(call: Call, tmp_path: Path) -> None:
    wanted = [
        tmp_path / "gradebook.db",
        tmp_path / "source" / "ps1" / "rnn.ipynb",
        tmp_path / "grader_tests" / "ps1" / "test_rnn.py",
        tmp_path / "submitted" / "other" / "ps1" / "rnn.ipynb",
    ]
    for path in wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("secret")
        path.chmod(0o666)
    paths = [*map(str, wanted), "/etc/shadow", "/root/.bashrc", "/root/.ssh/id_rsa"]
    said = call("read_files", paths).said
    assert set(said.values()) <= {"FileNotFoundError", "PermissionError"}, said


def test_the_real_users_of_this_machine_are_not_named(call: Call) -> None:
    said = call("read_files", ["/etc/passwd"]).said
    assert said["/etc/passwd"].count("\n") == 1


def test_only_its_own_processes_are_in_sight(call: Call, small: ForkServer) -> None:
    with small.spawn("corrige_targets:sleep", 60):
        said = call("where_am_i").said
    assert said["pids"] == [1, 2]
    assert said["host"] == "sandbox"


def test_its_init_process_cannot_be_looked_into(call: Call) -> None:
    paths = [f"/proc/1/{name}" for name in ("environ", "mem", "maps", "fd/0", "root/etc/passwd")]
    said = call("read_files", paths).said
    assert set(said.values()) == {"PermissionError"}, said


def test_a_sibling_kernel_shares_nothing(call: Call, small: ForkServer) -> None:
    scratch = small.scratch()
    (scratch / "answer").write_text("42")
    with small.spawn("corrige_targets:sleep", 60, sandbox=Sandbox(scratch=scratch)) as sibling:
        said = call("read_files", [str(scratch / "answer"), f"/proc/{sibling.pid}/environ"]).said
        assert set(said.values()) == {"FileNotFoundError"}
    small.discard(scratch)


def test_it_writes_in_its_own_folders_and_nowhere_else(call: Call) -> None:
    places = set(call("write_everywhere").said)
    assert "/home/student" in places
    outside = {p for p in places if not p.startswith(("/home/student", "/tmp", "/dev/shm"))}
    assert outside == set()


def test_read_only_folders_stay_read_only_for_root_owned_files(call: Call) -> None:
    target = str(Path(os.__file__).parent / "corrige-was-here")
    assert not call("write_into", target).death.clean
    assert not Path(target).exists()


def test_signals_reach_neither_init_nor_this_machine(call: Call) -> None:
    with subprocess.Popen(["sleep", "60"]) as bystander:
        assert call("kill_everything").said == "still here"
        assert bystander.poll() is None
        bystander.kill()


def test_nonsense_to_its_init_process_changes_nothing(call: Call) -> None:
    death = call("lie_to_init").death
    assert (death.code, death.limit) == (7, None)


def test_a_flood_of_words_does_not_keep_its_init_process_from_watching(small: ForkServer) -> None:
    with small.spawn("corrige_targets:flood_init", limits=Limits(notebook_seconds=1)) as child:
        # Nobody reads the reports meanwhile.
        ready, _, _ = select.select([child], [], [], 15)
        assert ready == [child]
        assert child.wait(5).limit is Limit.NOTEBOOK_SECONDS


def test_every_system_call_of_the_filter_is_refused(call: Call) -> None:
    numbers = seccomp.denied(os.uname().machine)
    errors = call("call_numbers", numbers).said
    assert errors.keys() == numbers.keys()
    assert {"ptrace", "io_uring_setup", "bpf", "mount", "userfaultfd", "keyctl"} <= set(errors)
    allowed = {name: error for name, error in errors.items() if error not in {EPERM, ENOSYS}}
    assert allowed == {}


@pytest.mark.parametrize("machine", seccomp.machines())
def test_the_filter_fits_the_instruction_set_for_every_machine(machine: str) -> None:
    code = seccomp.program(machine)
    assert len(code) < 4096
    for index, instruction in enumerate(code):
        assert len(instruction.packed()) == 8
        if instruction.code & 7 == 5:
            assert index + 1 + max(instruction.true, instruction.false) < len(code)


def test_it_cannot_make_namespaces(call: Call) -> None:
    flags = [sc.CLONE_NEWUSER, sc.CLONE_NEWNS, sc.CLONE_NEWNET, sc.CLONE_NEWPID]
    errors = call("new_namespaces", flags).said
    assert set(errors.values()) == {-1}
    code, _, text = call("run_program", ["unshare", "-Ur", "true"]).said
    assert code != 0
    assert "not permitted" in text


def test_it_cannot_mount(call: Call) -> None:
    code, _, text = call("run_program", ["mount", "-t", "tmpfs", "none", "/tmp"]).said
    assert code != 0, text


def test_it_cannot_make_or_open_device_nodes(call: Call) -> None:
    assert call("make_device", [254, 0]).said == "PermissionError"
    paths = ["/dev/vda", "/dev/sda", "/dev/mem", "/dev/kvm", "/dev/vsock", "/dev/kmsg"]
    assert set(call("read_files", paths).said.values()) == {"FileNotFoundError"}


def test_it_cannot_type_into_a_terminal(call: Call) -> None:
    assert call("type_for_others").said == EPERM


def test_setuid_programs_give_it_nothing(call: Call) -> None:
    program = next(
        path
        for path in Path("/usr/bin").iterdir()
        if path.is_file() and not path.is_symlink() and path.stat().st_mode & stat.S_ISUID
    )
    code, out, text = call("run_program", ["find", str(program), "-perm", "-4000"]).said
    assert (code, out.strip()) == (0, str(program)), text
    said = call("where_am_i").said["status"]
    assert said["NoNewPrivs"] == "1"
    code, _, text = call("run_program", ["su", "root", "-c", "id"]).said
    assert code != 0


def test_it_holds_no_capability_and_wears_the_filter(call: Call) -> None:
    status = call("where_am_i").said["status"]
    sets = {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")}
    assert sets == {"0000000000000000"}
    assert status["Seccomp"] == "2"
    assert status["Uid"].split() == ["1000"] * 4


def test_under_root_every_kernel_has_a_host_user_of_its_own(small: ForkServer) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root has user ids to give away")
    with (
        small.spawn("corrige_targets:sleep", 60) as one,
        small.spawn("corrige_targets:sleep", 60) as two,
    ):
        owners = {Path(f"/proc/{child.pid}/task").stat().st_uid for child in (one, two)}
        status = [Path(f"/proc/{child.pid}/status").read_text() for child in (one, two)]
    uids = {next(ln for ln in text.splitlines() if ln.startswith("Uid:")) for text in status}
    assert len(uids) == 2, owners
    assert not any("\t0\t" in uid for uid in uids)


def test_a_fork_bomb_stops_at_the_limit_and_leaves_nothing(small: ForkServer) -> None:
    with small.spawn("corrige_targets:fork_bomb", 500, limits=Limits(processes=40)) as child:
        assert child.wait(60).clean, child.log()
        assert int(child.log()) <= 40


def test_ten_gigabytes_at_once_are_a_memory_error(call: Call) -> None:
    outcome = call("grab_private_memory", 10 * 2**30, limits=Limits(memory=256 * 2**20))
    assert outcome.said == "MemoryError"


def test_memory_spread_over_processes_is_counted_together(call: Call) -> None:
    death = call("grab_shared_memory", 200 * 2**20, limits=Limits(memory=256 * 2**20)).death
    assert death.limit is Limit.MEMORY
    assert "MiB" in death.detail


def test_a_huge_file_stops_at_the_limit(call: Call) -> None:
    said = call("write_big_file", 5 * 2**30, limits=Limits(file_size=8 * 2**20)).said
    assert said == [27, 8 * 2**20]


def test_many_files_stop_at_the_limit(call: Call) -> None:
    death = call("write_many_files", 2**18, limits=Limits(scratch=8 * 2**20)).death
    assert death.limit is Limit.SCRATCH


def test_open_files_stop_at_the_limit(call: Call) -> None:
    error, count = call("open_many_files", limits=Limits(open_files=50)).said
    assert error == 24
    assert count < 50


def test_endless_computing_stops_at_the_limit(call: Call) -> None:
    death = call("burn", limits=Limits(cpu_seconds=1)).death
    assert death.limit is Limit.CPU_SECONDS
    assert death.cpu_seconds > 0.5


def test_endless_waiting_stops_at_the_limit(call: Call) -> None:
    death = call("sleep", 60, limits=Limits(notebook_seconds=0.5)).death
    assert death.limit is Limit.NOTEBOOK_SECONDS


def test_a_daemon_dies_with_its_sandbox(small: ForkServer) -> None:
    with small.spawn("corrige_targets:leave_a_daemon") as child:
        init = child.pid
        child.wait(20)
    for _ in range(100):
        if not Path(f"/proc/{init}").exists():
            break
        time.sleep(0.02)
    assert not any(
        f"NSpid:\t{init}" in entry.read_text(errors="replace")
        for entry in Path("/proc").glob("[0-9]*/status")
        if entry.exists()
    )


def test_sockets_cannot_be_swapped_for_links_once_it_is_ready(small: ForkServer) -> None:
    sockets = small.scratch()
    sandbox = Sandbox(sockets=sockets)
    with small.spawn("corrige_targets:bind_then_ready", sandbox=sandbox) as child:
        assert child.wait_ready(20)
        assert child.wait(20).clean, child.log()
        assert child.log().strip() == "30"
    assert [entry.name for entry in sockets.iterdir()] == ["mine"]
    small.discard(sockets)


def test_stopping_the_init_process_does_not_keep_it_from_being_killed(small: ForkServer) -> None:
    with small.spawn("corrige_targets:sleep", 600) as child:
        os.kill(child.pid, signal.SIGSTOP)
        child.kill()
        assert not Path(f"/proc/{child.pid}").exists() or child.poll() is not None


def test_a_notebook_can_do_no_more_than_a_function(run: Call, tmp_path: Path) -> None:
    secret = tmp_path / "grader_tests" / "test_rnn.py"
    secret.parent.mkdir()
    secret.write_text("secret")
    numbers = seccomp.denied(os.uname().machine)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        ran = run(
            "import corrige_targets as t",
            f"t.connect_tcp({server.getsockname()[1]}, ())",
            f"t.read_files({[str(secret), '/proc/1/environ', '/etc/shadow']}, ())",
            f"t.call_numbers({ {k: numbers[k] for k in ('ptrace', 'io_uring_setup')} }, ())",
            "t.new_namespaces([0x10000000], ())",
            "t.make_device([254, 0], ())",
            "t.connect_unix('/run/kernel/../../tmp/.X11-unix/X0', ())",
            "!id -u; cat /proc/1/cmdline",
            "import os, contextlib\n"
            "with contextlib.suppress(OSError): os.kill(1, 9)\n"
            "print('alive')",
        )
        with pytest.raises(TimeoutError):
            server.accept()
    assert ran.errors() == []
    assert "ConnectionRefusedError" in ran.text(1)
    assert "secret" not in ran.text(2).replace("grader_tests/test_rnn.py", "")
    assert ran.text(2).count("Error") == 3
    assert ran.text(3) == '{"ptrace": 1, "io_uring_setup": 1}\n'
    assert '"clone 268435456": -1' in ran.text(4)
    assert "PermissionError" in ran.text(5)
    assert "FileNotFoundError" in ran.text(6)
    assert ran.text(7).startswith("1000")
    assert ran.text(8) == "alive\n"
