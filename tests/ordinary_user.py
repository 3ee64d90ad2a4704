"""Run commands as another user of this machine; only root can."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path


def command_as(
    uid: int, holder: Path, needed: Iterable[Path], command: list[str], users: Path | None = None
) -> list[str]:
    """Return what runs `command` as the user `uid`, who can reach `needed` even in closed folders.

    The folders are opened in a mount namespace of this command alone, in which `users`, where
    given, stands for /etc/passwd. holder: an empty folder to work in.
    """
    lines = ["set -e"]
    behind: dict[Path, list[Path]] = {}
    for path in dict.fromkeys(path.resolve() for path in needed):
        if (closed := _closed_ancestor(path)) is not None:
            behind.setdefault(closed, []).append(path)
    for closed, paths in behind.items():
        stashes = [holder / str(number) for number in range(len(paths))]
        for path, stash in zip(paths, stashes, strict=True):
            stash.mkdir(exist_ok=True)
            lines.append(f"mount --bind {shlex.quote(str(path))} {stash}")
        lines.append(f"mount -t tmpfs -o mode=755 none {shlex.quote(str(closed))}")
        for path, stash in zip(paths, stashes, strict=True):
            quoted = shlex.quote(str(path))
            lines.append(f"mkdir -p {quoted}; mount --bind {stash} {quoted}; umount {stash}")
    if users is not None:
        lines.append(f"mount --bind {shlex.quote(str(users))} /etc/passwd")
    user = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
    lines.append(f"exec {shlex.join([*user, *command])}")
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", "; ".join(lines)]


def _closed_ancestor(path: Path) -> Path | None:
    """The topmost folder above a path that other users may not enter."""
    closed = [parent for parent in path.parents if not parent.stat().st_mode & 0o001]
    return closed[-1] if closed else None
