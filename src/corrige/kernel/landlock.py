"""Landlock: file access once more, and signals and abstract sockets kept inside.

Used where the kernel has it (Linux 5.13; scopes from 6.12). It repeats what the mounts say, so
that a mistake in one of them is not enough. Source: `linux/landlock.h`, landlock(7).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from corrige.kernel import syscalls as sc

_CREATE, _ADD, _RESTRICT = 444, 445, 446

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
# Making character and block devices is the one thing that no folder needs.
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1 << 0, 1 << 1


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("fs", ctypes.c_uint64),
        ("net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version() -> int:
    """Return the version of Landlock that this kernel speaks, 0 for none."""
    try:
        return sc.syscall("landlock", _CREATE, None, 0, 1)
    except OSError:
        return 0


def _handled(abi: int) -> int:
    bits = {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)
    return (1 << bits) - 1


def restrict(writable: Iterable[Path], devices: Iterable[Path]) -> bool:
    """Confine this process: read everything it sees, write only in `writable` and `devices`.

    Needs no_new_privs. Returns False where the kernel has no Landlock; raises OSError where it
    has and refuses.
    """
    abi = version()
    if abi == 0:
        return False
    handled = _handled(abi)
    scoped = _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if abi >= 6 else 0
    rules = _Ruleset(handled, 0, scoped)
    # Older kernels know a shorter structure and refuse a longer one that is not zero.
    size = ctypes.sizeof(rules) if abi >= 6 else 8
    ruleset = sc.syscall("landlock_create_ruleset", _CREATE, ctypes.byref(rules), size, 0)
    try:
        _allow(ruleset, Path("/"), _READ & handled)
        for path in writable:
            _allow(ruleset, path, handled & ~(_MAKE_CHAR | _MAKE_BLOCK))
        for path in devices:
            _allow(ruleset, path, (_READ | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV) & handled)
        sc.syscall("landlock_restrict_self", _RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, path: Path, access: int) -> None:
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not path.is_dir():
            access &= _FILE_ONLY
        rule = _PathBeneath(access, parent)
        sc.syscall(f"landlock rule for {path}", _ADD, ruleset, 1, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
