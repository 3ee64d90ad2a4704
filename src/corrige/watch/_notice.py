"""A program of its own that writes a line whenever something changes below some folders.

`python -m corrige.watch._notice FOLDER...`. A process, since the library that it uses watches in a
thread, and the watching process forks its workers: a fork of a process with threads can hang.
It only wakes the other up, which then looks for itself.
"""

from __future__ import annotations

import os
import sys

import watchfiles


def main(folders: list[str], parent: int) -> None:
    """Watch until the parent process is gone."""
    for changes in watchfiles.watch(
        *folders,
        watch_filter=None,
        debounce=500,
        rust_timeout=1000,
        yield_on_timeout=True,
        ignore_permission_denied=True,
        raise_interrupt=False,
    ):
        if os.getppid() != parent:
            return
        if changes:
            os.write(sys.stdout.fileno(), b"\n")


if __name__ == "__main__":
    main(sys.argv[2:], int(sys.argv[1]))
