"""Namespaces of one's own: users, mounts, network, processes, IPC, host name."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from pathlib import Path

from corrige.kernel import syscalls as sc

ALL = (
    sc.CLONE_NEWNS | sc.CLONE_NEWNET | sc.CLONE_NEWPID | sc.CLONE_NEWIPC | sc.CLONE_NEWUTS
    | sc.CLONE_NEWCGROUP
)  # fmt: skip
STUDENT = 1000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1


def become(host_id: int) -> None:
    """Become an ordinary user of the surrounding namespace, for good.

    Needs CAP_SETUID and CAP_SETGID there. Without this, kernels of one grader share a uid.
    """
    os.setgroups([])
    os.setresgid(host_id, host_id, host_id)
    os.setresuid(host_id, host_id, host_id)
    # Changing the uid made /proc/self belong to root; our own uid_map is written there.
    sc.prctl("dumpable", sc.PR_SET_DUMPABLE, 1)


def enter_all(inside_id: int) -> None:
    """Enter fresh namespaces of every kind, as the user `inside_id` of the new user namespace.

    The process itself stays in its process namespace; its next child is number 1 of the new one.
    """
    uid, gid = os.geteuid(), os.getegid()
    sc.unshare(sc.CLONE_NEWUSER | ALL)
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{inside_id} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{inside_id} {gid} 1", encoding="ascii")


def raise_loopback() -> None:
    """Switch on `lo`, so that programs inside may talk to themselves over TCP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(sock, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(sock, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))
