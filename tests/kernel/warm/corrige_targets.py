"""Functions that the tests start in a sandbox. The fork server puts this folder on sys.path."""

import contextlib
import ctypes
import json
import mmap
import os
import random
import signal
import socket
import stat
import sys
import time
from pathlib import Path


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def nothing(args, fds):
    return args


def fail(args, fds):
    raise ValueError("meant to fail")


def leave_by_signal(args, fds):
    signal.signal(args, signal.SIG_DFL) if args not in (9, 19) else None
    os.kill(os.getpid(), args)
    time.sleep(30)


def segfault(args, fds):
    ctypes.string_at(0)


def sleep(args, fds):
    time.sleep(args)


def burn(args, fds):
    while True:
        pass


def where_am_i(args, fds):
    status = Path("/proc/self/status").read_text()
    say(
        {
            "uid": os.getuid(),
            "cwd": str(Path.cwd()),
            "pids": sorted(int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()),
            "interfaces": [name for _, name in socket.if_nameindex()],
            "environ": Path("/proc/self/environ").read_text(),
            "fds": {n: str(Path(f"/proc/self/fd/{n}").readlink()) for n in _open_fds()},
            "status": {
                line.split(":")[0]: line.split(":")[1].strip() for line in status.splitlines()
            },
            "host": socket.gethostname(),
        }
    )


def _open_fds():
    names = []
    for name in [entry.name for entry in Path("/proc/self/fd").iterdir()]:
        try:
            os.fstat(int(name))
        except OSError:
            continue
        names.append(name)
    return names


def draw(args, fds):
    import multiprocessing

    numbers = [random.random()]
    try:
        import numpy
        import torch
    except ImportError:
        pass
    else:
        numbers += [float(numpy.random.rand()), float(torch.rand(1)), torch.get_num_threads()]
    say([numbers, multiprocessing.current_process().authkey.hex()])


def echo_over(args, fds):
    """Answer on a passed socket: what the verifier and the student's kernel do."""
    with socket.socket(fileno=fds[0]) as peer:
        peer.sendall(b"from " + args.encode() + b": " + peer.recv(100))


def ask_over(args, fds):
    with socket.socket(fileno=fds[0]) as peer:
        peer.sendall(args.encode())
        say(peer.recv(100).decode())


def read_files(args, fds):
    found = {}
    for path in args:
        try:
            found[path] = Path(path).read_text()[:100]
        except OSError as error:
            found[path] = type(error).__name__
    say(found)


def write_everywhere(args, fds):
    """Try to make a file in every folder that is in sight."""
    worked = []
    for folder, names, _ in os.walk("/", followlinks=False):
        if folder.startswith("/proc/") and folder.count("/") > 1:
            names[:] = []
            continue
        if folder.count("/") > 4:
            names[:] = []
        try:
            (Path(folder) / ".written").write_text("x")
            worked.append(folder)
        except OSError:
            pass
    say(worked)


def call_numbers(args, fds):
    """Call system calls by number with empty arguments; report the errors."""
    libc = ctypes.CDLL(None, use_errno=True)
    errors = {}
    for name, number in args.items():
        ctypes.set_errno(0)
        result = libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
        errors[name] = ctypes.get_errno() if result == -1 else 0
    say(errors)


def open_sockets(args, fds):
    """Try socket families; report which could be made."""
    made = []
    for family in args:
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
            made.append(family)
        except OSError:
            pass
    say(made)


def type_for_others(args, fds):
    """Push input into a terminal, as if somebody had typed it."""
    import fcntl
    import pty
    import termios

    _, terminal = pty.openpty()
    try:
        fcntl.ioctl(terminal, termios.TIOCSTI, b"x")
    except OSError as error:
        say(error.errno)


def make_device(args, fds):
    try:
        os.mknod("/tmp/disk", stat.S_IFBLK | 0o600, os.makedev(*args))
    except OSError as error:
        say(type(error).__name__)
    else:
        say("made")


def new_namespaces(args, fds):
    libc = ctypes.CDLL(None, use_errno=True)
    errors = {}
    for flag in args:
        ctypes.set_errno(0)
        errors[str(flag)] = libc.unshare(flag)
        pid = libc.syscall(56 if os.uname().machine == "x86_64" else 220, flag | 17, 0, 0, 0, 0)
        if pid == 0:
            os._exit(0)
        errors[f"clone {flag}"] = pid
    say(errors)


def fork_bomb(args, fds):
    children = 0
    try:
        for _ in range(args):
            if os.fork() == 0:
                time.sleep(600)
                os._exit(0)
            children += 1
    except BlockingIOError:
        say(children)
        return 0
    return 1


def grab_shared_memory(args, fds):
    """Hold memory that no single process's limit covers: shared, in several processes."""
    for _ in range(4):
        if os.fork() == 0:
            piece = mmap.mmap(-1, args)
            for offset in range(0, args, 4096):
                piece[offset] = 1
            time.sleep(60)
    time.sleep(60)


def grab_private_memory(args, fds):
    try:
        bytearray(args)
    except MemoryError:
        say("MemoryError")


def write_big_file(args, fds):
    try:
        with Path("big").open("wb") as file:
            for _ in range(args // 2**20):
                file.write(bytes(2**20))
    except OSError as error:
        say([error.errno, Path("big").stat().st_size])


def write_many_files(args, fds):
    for number in range(10_000):
        Path(f"file-{number}").write_bytes(bytes(args))
        time.sleep(0.001)
    time.sleep(60)


def open_many_files(args, fds):
    held = []
    try:
        while True:
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error:
        say([error.errno, len(held)])


def leave_a_daemon(args, fds):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()


def kill_everything(args, fds):
    for pid in (1, os.getppid(), -1):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL if pid != -1 else signal.SIGTERM)
    time.sleep(0.3)
    say("still here")


def ignore_terminate(args, fds):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def lock_scratch(args, fds):
    Path("deep/er").mkdir(parents=True)
    Path("deep/er/file").write_text("x")
    Path("deep/link").symlink_to("/")
    Path("deep/er").chmod(0)
    Path("deep").chmod(0)


def bind_then_ready(args, fds):
    from corrige.kernel import inside

    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("/run/kernel/mine")
        inside.ready()
        try:
            Path("/run/kernel/link").symlink_to("/etc/passwd")
        except OSError as error:
            say(error.errno)
            return 0
    return 1


def write_into(args, fds):
    Path(args).write_text("written")


def lie_to_init(args, fds):
    """Write nonsense to every pipe that may lead to the init process."""
    for fd in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(fd, b"\xff\x00 nonsense\nlimit nothing\nexit 0\n{}\n" * 100)
    time.sleep(0.3)
    return 7


def flood_init(args, fds):
    """Say every known word over and over, then wait."""
    fd = max(fd for fd in range(3, 20) if _is_pipe(fd))
    for _ in range(2000):
        os.write(fd, b"ready\nstarted x\nfailed y\tz\n" * 20)
    time.sleep(600)


def _is_pipe(fd):
    try:
        return stat.S_ISFIFO(os.fstat(fd).st_mode)
    except OSError:
        return False


def run_program(args, fds):
    import subprocess

    done = subprocess.run(args, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    say([done.returncode, done.stdout, done.stderr])


def connect_tcp(args, fds):
    # From a port of its own: left to choose, the system may take the one it connects to, and such
    # a socket is connected to itself.
    mine = ("127.0.0.1", args - 1)
    try:
        socket.create_connection(("127.0.0.1", args), timeout=2, source_address=mine).close()
    except OSError as error:
        say(type(error).__name__)
    else:
        say("connected")


def send_udp(args, fds):
    query = (
        b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01"
    )
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _ in range(3):
            with contextlib.suppress(OSError):
                sock.sendto(query, ("127.0.0.1", args))
    say("sent")


def connect_unix(args, fds):
    name = "\0" + args[1:] if args.startswith("@") else args
    with socket.socket(socket.AF_UNIX) as sock:
        try:
            sock.connect(name)
        except OSError as error:
            say(type(error).__name__)
        else:
            say("connected")


def talk_to_itself(args, fds):
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        client.sendall(b"hello")
        say(server.accept()[0].recv(10).decode())
