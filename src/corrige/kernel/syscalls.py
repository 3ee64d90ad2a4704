"""Linux system calls that Python does not wrap, through ctypes.

Sources: the Linux UAPI headers (`linux/mount.h`, `linux/sched.h`, `linux/prctl.h`,
`linux/capability.h`) and the man pages of section 2. Every function raises OSError.
"""

from __future__ import annotations

import ctypes
import functools
import os

CLONE_NEWTIME = 0x00000080
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MNT_DETACH = 2

MOUNT_ATTR_RDONLY = 1
MOUNT_ATTR_NOSUID = 2
MOUNT_ATTR_NODEV = 4
AT_FDCWD = -100
AT_RECURSIVE = 0x8000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NAME = 15
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_MOUNT_SETATTR = 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


class _MountAttr(ctypes.Structure):
    _fields_ = [
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    ]


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapData(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


@functools.cache
def libc() -> ctypes.CDLL:
    """Return the C library with errno kept for us."""
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(what: str, number: int, *args: object) -> int:
    """Call a system call by its number; `what` names it in the error."""
    plain = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return _checked(libc().syscall(ctypes.c_long(number), *plain), what)


def unshare(flags: int) -> None:
    _checked(libc().unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    encoded = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    result = libc().mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3])
    _checked(result, f"mount {kind or source} on {target}")


def restrict_mount(target: str, attributes: int, *, recursive: bool = True) -> None:
    """Add attributes to a mount, and to all below it (mount_setattr, Linux 5.12)."""
    attr = _MountAttr(attributes, 0, 0, 0)
    syscall(
        f"mount_setattr {target}",
        _MOUNT_SETATTR,
        AT_FDCWD,
        os.fsencode(target),
        AT_RECURSIVE if recursive else 0,
        ctypes.byref(attr),
        ctypes.sizeof(attr),
    )


def unmount(target: str, flags: int = MNT_DETACH) -> None:
    _checked(libc().umount2(os.fsencode(target), ctypes.c_int(flags)), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    number = _PIVOT_ROOT[os.uname().machine]
    syscall("pivot_root", number, os.fsencode(new), os.fsencode(old))


def prctl(what: str, option: int, *args: object) -> int:
    """Call prctl; `what` names the option in the error."""
    plain = [ctypes.c_ulong(arg) if isinstance(arg, int) else arg for arg in args]
    plain += [ctypes.c_ulong(0)] * (4 - len(plain))
    return _checked(libc().prctl(ctypes.c_int(option), *plain), what)


def clear_capabilities() -> None:
    """Empty the effective, permitted and inheritable sets of this process."""
    header = _CapHeader(0x20080522, 0)
    data = (_CapData * 2)()
    _checked(libc().capset(ctypes.byref(header), ctypes.byref(data)), "capset")
