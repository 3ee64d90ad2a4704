"""The layers of the sandbox by name, in the order in which they are put on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. A required one that is missing means: no grading of untrusted code."""

    name: str
    purpose: str
    required: bool = True


OWN_UID = "own uid"
NAMESPACES = "namespaces"
MOUNTS = "private mounts"
NETWORK = "network namespace"
LIMITS = "limits"
CAPABILITIES = "no capabilities"
NO_NEW_PRIVS = "no_new_privs"
LANDLOCK = "landlock"
SECCOMP = "seccomp"

ALL = (
    Layer(OWN_UID, "each kernel under a user id of its own (root only)", required=False),
    Layer(NAMESPACES, "own users, processes, IPC, host name, control groups"),
    Layer(MOUNTS, "a root folder with Python and the submission, nothing else"),
    Layer(NETWORK, "no way to any other machine, nor to services on this one"),
    Layer(LIMITS, "memory, processor time, file size, processes, open files"),
    Layer(CAPABILITIES, "none of root's rights, not even inside"),
    Layer(NO_NEW_PRIVS, "setuid programs have no effect"),
    Layer(LANDLOCK, "file access checked once more; signals stay inside", required=False),
    Layer(SECCOMP, "dangerous system calls refused"),
)
