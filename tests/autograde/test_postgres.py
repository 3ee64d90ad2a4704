"""The gradebook in PostgreSQL: a real server, started for these tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from common import run_in
from conftest import SMALL
from gradebook_rows import rows, tree
from sqlalchemy import create_engine, text

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
pytestmark = pytest.mark.skipif(not PROGRAMS, reason="Debian's package postgresql is not there")
USER = "postgres"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a server that listens on a Unix socket alone, the database left to be named."""
    # It refuses to run as root.
    who = {"user": USER} if os.geteuid() == 0 else {}
    binaries = PROGRAMS[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if who:
        shutil.chown(folder, USER)
    data = folder / "data"
    run = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **who}
    subprocess.run([binaries / "initdb", "-D", data, "-U", USER, "--auth", "trust", "-N"], **run)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    start = ["-D", data, "-o", options, "-l", folder / "log", "-w", "start"]
    subprocess.run([binaries / "pg_ctl", *start], **run)
    try:
        yield f"postgresql+psycopg://{USER}@/{{}}?host={folder}"
    finally:
        subprocess.run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder, ignore_errors=True)


def made_database(server: str, name: str) -> str:
    """Make a database and return its URL."""
    engine = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.format(name)


def test_a_class_is_graded_into_postgresql_as_by_nbgrader(server, small_course, copies) -> None:
    small_course.submit("ada")
    small_course.submit("eve", "def double(x):\n    return 3", answer="parce que")
    (small_course.submit("guy") / f"{SMALL}.ipynb").write_text("{", encoding="utf-8")
    theirs = copies(small_course)
    urls = []
    for course, command in ((theirs, "nbgrader"), (small_course, "corrige")):
        url = made_database(server, command)
        urls.append(url)
        with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
        made = run_in(course.root, "nbgrader", "generate_assignment", SMALL, "--force")
        assert made.returncode == 0, made.stderr
        done = run_in(course.root, command, "autograde", SMALL)
        assert done.returncode == 0, done.stdout + done.stderr
    expected = rows(urls[0])
    assert len(expected["grade"]) == 9
    assert rows(urls[1]) == expected
    assert tree(small_course.root / "autograded") == tree(theirs.root / "autograded")
    assert set(small_course.states().values()) == {"unchanged"}
    engine = create_engine(urls[1])
    with engine.begin() as connection:
        connection.execute(text("UPDATE grade SET manual_score = 1.5"))
    engine.dispose()
    assert set(small_course.states("--force").values()) == {"graded"}
    kept = rows(urls[1])["grade"]
    assert len(kept) == 9 and all(", 1.5, None, True)" in row for row in kept)
