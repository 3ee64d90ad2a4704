"""Which folders have come to rest: files are copied one by one."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Hashable, Iterable
from pathlib import Path

_INCOMPLETE = 10
"""How many times as long a folder must rest that lacks what should come with it."""


class Rest:
    """Remembers since when each folder has looked as it does."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._seen: dict[Hashable, tuple[str, float]] = {}
        self.next = float("inf")

    def begin(self) -> None:
        """Begin a look; `next` will be when the first of the folders not at rest may be."""
        self.next = float("inf")

    def at_rest(self, key: Hashable, folder: Path, needed: Iterable[str]) -> str | None:
        """Return what the folder looks like, None where it is not at rest or gone.

        needed: names of files that come last; without them, it must rest longer.
        """
        now = time.monotonic()
        looks = appearance(folder)
        if looks is None:
            self._seen.pop(key, None)
            return None
        before = self._seen.get(key)
        if before is None or before[0] != looks:
            before = self._seen[key] = (looks, now)
        complete = all((folder / name).exists() for name in needed)
        until = before[1] + self._settle * (1 if complete else _INCOMPLETE)
        if now < until:
            self.next = min(self.next, until)
            return None
        return looks


def appearance(folder: Path) -> str | None:
    """Return names, sizes and times of all below `folder`; None where there is no such folder."""
    found = []
    todo = [str(folder)]
    try:
        while todo:
            with os.scandir(todo.pop()) as entries:
                for entry in entries:
                    about = entry.stat(follow_symlinks=False)
                    found.append(
                        f"{entry.path}\0{about.st_ino}\0{about.st_size}\0{about.st_mtime_ns}"
                        f"\0{about.st_ctime_ns}"
                    )
                    if stat.S_ISDIR(about.st_mode):
                        todo.append(entry.path)
    except FileNotFoundError:
        return None if not folder.is_dir() else f"in motion {time.monotonic()}"
    except OSError as error:
        # autograde tells what cannot be read; it is taken up again when that changes.
        found.append(f"{error.filename}: {error.strerror}")
        return None if not folder.is_dir() else "\n".join(sorted(found))
    return "\n".join(sorted(found))
