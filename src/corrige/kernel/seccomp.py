"""The system call filter: a denylist in hand-assembled BPF.

A denylist rather than an allowlist: Python, torch and `!cmd` use most of what is harmless, and
whatever a filter forgets still meets namespaces, an empty capability set and Landlock. The list
holds what widens the kernel's attack surface or reaches past those layers.

Sources: `linux/filter.h`, `linux/seccomp.h`, `linux/audit.h`, and the syscall tables
`arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from dataclasses import dataclass

from corrige.kernel import syscalls as sc
from corrige.kernel.errors import SandboxUnavailable

# Numbers from 424 on are the same on every architecture.
_NEWER = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432,
    "fspick": 433, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442,
    "quotactl_fd": 443, "memfd_secret": 447, "process_mrelease": 448,
    "set_mempolicy_home_node": 450, "statmount": 457, "listmount": 458,
    "lsm_set_self_attr": 460, "open_tree_attr": 467,
}  # fmt: skip

_OLDER = {
    "x86_64": {
        "ptrace": 101, "syslog": 103, "uselib": 134, "personality": 135, "vhangup": 153,
        "modify_ldt": 154, "pivot_root": 155, "adjtimex": 159, "chroot": 161, "acct": 163,
        "settimeofday": 164, "mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168,
        "reboot": 169, "sethostname": 170, "setdomainname": 171, "iopl": 172, "ioperm": 173,
        "init_module": 175, "delete_module": 176, "quotactl": 179, "nfsservctl": 180,
        "lookup_dcookie": 212, "clock_settime": 227, "kexec_load": 246, "add_key": 248,
        "request_key": 249, "keyctl": 250, "migrate_pages": 256, "unshare": 272,
        "move_pages": 279, "perf_event_open": 298, "fanotify_init": 300,
        "name_to_handle_at": 303, "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308,
        "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313,
        "kexec_file_load": 320, "bpf": 321, "userfaultfd": 323,
    },
    "aarch64": {
        "lookup_dcookie": 18, "umount2": 39, "mount": 40, "pivot_root": 41, "nfsservctl": 42,
        "chroot": 51, "vhangup": 58, "quotactl": 60, "acct": 89, "personality": 92,
        "unshare": 97, "kexec_load": 104, "init_module": 105, "delete_module": 106,
        "clock_settime": 112, "syslog": 116, "ptrace": 117, "reboot": 142, "sethostname": 161,
        "setdomainname": 162, "settimeofday": 170, "adjtimex": 171, "add_key": 217,
        "request_key": 218, "keyctl": 219, "swapon": 224, "swapoff": 225, "migrate_pages": 238,
        "move_pages": 239, "perf_event_open": 241, "fanotify_init": 262,
        "name_to_handle_at": 264, "open_by_handle_at": 265, "clock_adjtime": 266, "setns": 268,
        "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "finit_module": 273,
        "bpf": 280, "userfaultfd": 282, "kexec_file_load": 294,
    },
}  # fmt: skip

# Answered "not implemented", so that callers fall back: clone3 hides its flags from a filter;
# memory of memfd_create and shmget that nobody maps escapes every measure of ours.
_ABSENT = {
    "x86_64": {"clone3": 435, "memfd_create": 319, "shmget": 29},
    "aarch64": {"clone3": 435, "memfd_create": 279, "shmget": 194},
}
_INSPECTED = {
    "x86_64": {"clone": 56, "socket": 41, "ioctl": 16},
    "aarch64": {"clone": 220, "socket": 198, "ioctl": 29},
}
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000

_NEW_NAMESPACES = (
    sc.CLONE_NEWNS | sc.CLONE_NEWCGROUP | sc.CLONE_NEWUTS | sc.CLONE_NEWIPC
    | sc.CLONE_NEWUSER | sc.CLONE_NEWPID | sc.CLONE_NEWNET
)  # fmt: skip
# libzmq aborts without AF_INET and AF_NETLINK; the network namespace makes them harmless.
# AF_VSOCK, which reaches the host of a virtual machine, knows no namespace.
_FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C

_LOAD, _JUMP, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_SET, _RETURN = (
    0x20, 0x05, 0x15, 0x35, 0x45, 0x06,
)  # fmt: skip
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_ARGS = 0, 4, 16


@dataclass(frozen=True, slots=True)
class Instruction:
    """One BPF instruction: code, jumps when true and false, operand."""

    code: int
    true: int
    false: int
    operand: int

    def packed(self) -> bytes:
        return struct.pack("=HBBI", self.code, self.true, self.false, self.operand)


def machines() -> list[str]:
    """Return the machines (`uname -m`) that the filter has tables for."""
    return sorted(_AUDIT_ARCH)


def denied(machine: str) -> dict[str, int]:
    """Return name and number of every system call that is refused outright."""
    return _OLDER[machine] | _NEWER | _ABSENT[machine]


def program(machine: str) -> list[Instruction]:
    """Assemble the filter for a machine; KeyError for one without a table."""

    def load(offset: int) -> Instruction:
        return Instruction(_LOAD, 0, 0, offset)

    def answer(value: int) -> Instruction:
        return Instruction(_RETURN, 0, 0, value)

    def argument(index: int) -> Instruction:
        return load(_OFFSET_ARGS + 8 * index)

    refuse = answer(_ERRNO | errno.EPERM)
    absent = answer(_ERRNO | errno.ENOSYS)
    code = [
        load(_OFFSET_ARCH),
        Instruction(_JUMP_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        answer(_KILL),
        load(_OFFSET_NUMBER),
    ]
    if machine == "x86_64":
        code += [Instruction(_JUMP_GREATER_EQUAL, 0, 1, _X32_BIT), answer(_KILL)]
    for number in (_OLDER[machine] | _NEWER).values():
        code += [Instruction(_JUMP_EQUAL, 0, 1, number), refuse]
    for number in _ABSENT[machine].values():
        code += [Instruction(_JUMP_EQUAL, 0, 1, number), absent]

    def inspect(name: str, body: list[Instruction]) -> list[Instruction]:
        number = _INSPECTED[machine][name]
        return [Instruction(_JUMP_EQUAL, 0, len(body), number), *body]

    code += inspect(
        "clone",
        [argument(0), Instruction(_JUMP_SET, 0, 1, _NEW_NAMESPACES), refuse, answer(_ALLOW)],
    )
    code += inspect(
        "ioctl",
        [
            argument(1),
            Instruction(_JUMP_EQUAL, 1, 0, _TIOCSTI),
            Instruction(_JUMP_EQUAL, 0, 1, _TIOCLINUX),
            refuse,
            answer(_ALLOW),
        ],
    )
    families = list(_FAMILIES.values())
    tests = [
        Instruction(_JUMP_EQUAL, len(families) - index, 0, family)
        for index, family in enumerate(families)
    ]
    code += inspect("socket", [argument(0), *tests, refuse, answer(_ALLOW)])
    code.append(answer(_ALLOW))
    return code


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def install() -> None:
    """Put the filter on this process and all its children, for good.

    Needs no_new_privs. Raises SandboxUnavailable on a machine without a table, OSError where
    the kernel refuses.
    """
    machine = os.uname().machine
    if machine not in _AUDIT_ARCH:
        raise SandboxUnavailable(
            "seccomp",
            f"no table of system calls for {machine}",
            f"Grade on one of {', '.join(machines())}",
        )
    code = b"".join(instruction.packed() for instruction in program(machine))
    filled = _Program(len(code) // 8, code)
    sc.prctl("seccomp filter", sc.PR_SET_SECCOMP, 2, ctypes.byref(filled))
