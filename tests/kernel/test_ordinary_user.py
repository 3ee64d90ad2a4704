"""The sandbox for graders who are not root: the same suites again, as an ordinary user."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

USER = 4242
HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="an ordinary user already: the other tests are these"
)


def _closed_ancestor(path: Path) -> Path | None:
    """The topmost folder above a path that other users may not enter."""
    closed = [parent for parent in path.parents if not parent.stat().st_mode & 0o001]
    return closed[-1] if closed else None


def _command(holder: Path, needed: list[Path], command: list[str]) -> list[str]:
    """Run a command as an ordinary user, who can reach `needed` even in closed folders.

    The folders are opened in a mount namespace of this command alone.
    """
    lines = ["set -e"]
    behind: dict[Path, list[Path]] = {}
    for path in needed:
        if (closed := _closed_ancestor(path)) is not None:
            behind.setdefault(closed, []).append(path)
    for closed, paths in behind.items():
        for number, path in enumerate(paths):
            stash = holder / str(number)
            stash.mkdir()
            lines.append(f"mount --bind {shlex.quote(str(path))} {stash}")
        lines.append(f"mount -t tmpfs -o mode=755 none {shlex.quote(str(closed))}")
        for number, path in enumerate(paths):
            quoted = shlex.quote(str(path))
            lines.append(f"mkdir -p {quoted}; mount --bind {holder / str(number)} {quoted}")
    user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
    lines.append(f"exec {shlex.join([*user, *command])}")
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", "; ".join(lines)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of the ordinary user's own."""
    folder = Path("/var/tmp") / f"corrige-user-{os.getpid()}"
    (folder / "hold").mkdir(parents=True)
    (folder / "tmp").mkdir()
    os.chown(folder / "tmp", USER, USER)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("module", ["test_attacks.py", "test_spawn.py", "test_leftovers.py"])
def test_an_ordinary_user_has_the_same_sandbox(module: str, folder: Path) -> None:
    needed = [Path(sys.prefix), Path(sys.base_prefix), HERE.parents[1]]
    command = _command(
        folder / "hold",
        list(dict.fromkeys(path.resolve() for path in needed)),
        [
            sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider",
            "-p", "no:xdist", f"--basetemp={folder}/tmp/pytest",
            str(HERE / module),
        ],
    )  # fmt: skip
    environment = {
        "PATH": os.environ["PATH"],
        "TMPDIR": f"{folder}/tmp",
        "HOME": f"{folder}/tmp",
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
