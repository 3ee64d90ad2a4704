"""The sandbox for graders who are not root: the same suites again, as an ordinary user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ordinary_user import command_as

USER = 4242
HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="an ordinary user already: the other tests are these"
)


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
    command = command_as(
        USER,
        folder / "hold",
        [Path(sys.prefix), Path(sys.base_prefix), HERE.parents[1]],
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
