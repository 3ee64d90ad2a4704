"""The private folders of a fork server, and their removal whatever a student made of them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path

_NAME = re.compile(r"corrige-(\d+)-(\d+)-")


def make_base() -> Path:
    """Make the folder of this process's fork server, and remove those of dead processes.

    The name is short, since the paths of Unix sockets below it may have 107 bytes.
    """
    place = Path(tempfile.gettempdir()).resolve()
    sweep(place)
    me = os.getpid()
    base = Path(tempfile.mkdtemp(prefix=f"corrige-{me}-{_started(me)}-", dir=place))
    (base / "log").mkdir()
    (base / "tmp").mkdir()
    # Only this one is in the fork server's sight, where kernels of any user id pass through.
    (base / "s").mkdir()
    (base / "s").chmod(0o711)
    return base


def make_scratch(base: Path) -> Path:
    """Make an empty folder that a sandbox may be given; `base` keeps other users out."""
    folder = Path(tempfile.mkdtemp(prefix="", dir=base / "s"))
    folder.chmod(0o755)
    return folder


def sweep(place: Path) -> list[Path]:
    """Remove the folders that killed graders left in `place`; return those removed."""
    removed = []
    for folder in place.glob("corrige-*-*-*"):
        named = _NAME.match(folder.name)
        with contextlib.suppress(OSError):
            if named is None or folder.lstat().st_uid != os.geteuid():
                continue
            if _started(int(named[1])) != int(named[2]):
                remove_tree(folder)
                removed.append(folder)
    return removed


def _started(pid: int) -> int:
    """Return when a process began, in clock ticks after boot; -1 where there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return -1
    return int(text[text.rindex(")") + 2 :].split()[19])


def remove_tree(folder: Path) -> None:
    """Remove a folder, however its permissions are set; follows no links.

    Leaves what cannot be removed, since the end of a grading run must not fail over it.
    """

    with contextlib.suppress(OSError):
        folder.chmod(0o700)
    for here, names, _ in os.walk(folder):
        for name in names:
            below = Path(here) / name
            with contextlib.suppress(OSError):
                if not below.is_symlink():
                    below.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
