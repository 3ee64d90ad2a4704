"""What to do about a piece of the sandbox that is missing."""

from __future__ import annotations

from pathlib import Path

from corrige.kernel import layers

_UNSAFE = "or grade work that you trust with --unsafe-no-sandbox"

_NAMESPACES = (
    "Allow user namespaces: `sysctl -w user.max_user_namespaces=10000` and, on Debian, "
    "`sysctl -w kernel.unprivileged_userns_clone=1`; in a container, run it with "
    "`--security-opt seccomp=unconfined --security-opt systempaths=unconfined`; "
)
_APPARMOR = (
    "AppArmor keeps users from user namespaces: `sysctl -w "
    "kernel.apparmor_restrict_unprivileged_userns=0`, or give Python a profile with `userns,`, "
    "or grade as root; "
)
_REMEDIES = {
    "linux": "Grade on Linux, in a virtual machine or in WSL 2; ",
    layers.NAMESPACES: _NAMESPACES,
    layers.OWN_UID: "Give the container a range of user ids (/etc/subuid), or grade as a user; ",
    layers.MOUNTS: (
        "Use Linux 5.12 or later, and in a container run with `--security-opt "
        "systempaths=unconfined --security-opt apparmor=unconfined`; "
    ),
    layers.NETWORK: _NAMESPACES,
    layers.CAPABILITIES: "Use Linux 5.12 or later; ",
    layers.NO_NEW_PRIVS: "Use Linux 5.12 or later; ",
    layers.SECCOMP: "Use a kernel with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64; ",
    layers.LANDLOCK: "Use a kernel with CONFIG_SECURITY_LANDLOCK and `landlock` in its lsm= list; ",
    layers.LIMITS: "Raise the grader's hard limits (ulimit -H) above the configured ones; ",
    "fork server": "Read its message above; take the module that fails off the preload list; ",
}


def restricted_by_apparmor() -> bool:
    """Whether AppArmor strips user namespaces of ordinary users (Ubuntu 23.10 and later)."""
    switch = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    try:
        return switch.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def remedy(layer: str, reason: str = "") -> str:
    """Return what to do about a missing layer, in words for an administrator."""
    text = _REMEDIES.get(layer, "Run `corrige doctor`; ")
    if layer in {layers.NAMESPACES, layers.MOUNTS} and restricted_by_apparmor():
        text = _APPARMOR
    if "No space left" in reason:
        text = "Raise `sysctl user.max_user_namespaces` and its siblings; "
    return text + _UNSAFE
