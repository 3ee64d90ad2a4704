"""A class on the workers of a real Dask cluster: nothing is lost or doubled, whatever dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from common import ROOT
from dask_cluster import Cluster
from gradebook_rows import rows, tree
from held_course import SLOW_STEP, begun, hold, release, told

pytestmark = pytest.mark.cluster
STUDENTS = ("ada", "eve", "guy", "ida", "max")


@pytest.fixture(scope="module")
def cluster_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("dask"))
    try:
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
def cluster(cluster_of_all: Cluster) -> Cluster:
    cluster_of_all.ensure()
    return cluster_of_all


@pytest.fixture
def other_cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "dask").mkdir()
    cluster = Cluster(tmp_path / "dask")
    try:
        yield cluster
    finally:
        cluster.close()


def submit_all(course: Any) -> None:
    for number, student in enumerate(STUDENTS):
        course.submit(student, f"def double(x):\n    return {number % 2 + 1} * x")


def next_event(run: subprocess.Popen[str], kind: str, word: str) -> list[dict[str, Any]]:
    """Read what a run with --json tells until an event of this kind that contains the word."""
    assert run.stdout is not None
    seen = []
    for line in run.stdout:
        seen.append(json.loads(line))
        if seen[-1]["event"] == kind and word in line:
            return seen
    raise AssertionError(f"no {kind} with {word!r} in {seen}: {run.communicate()[1]}")


def answers(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((e["student"], e["state"]) for e in events if e["event"] == "submission")


def rest(run: subprocess.Popen[str]) -> list[dict[str, Any]]:
    out, _ = run.communicate(timeout=120)
    return [json.loads(line) for line in out.splitlines()]


def test_rows_and_files_are_those_of_a_local_run(cluster, small_course, copies) -> None:
    submit_all(small_course)
    (small_course.submit("ugo") / "petit.ipynb").write_text("{", encoding="utf-8")
    local = copies(small_course)
    expected = local.states()
    found = small_course.states("--scheduler", cluster.address)
    assert found == expected
    assert rows(small_course.gradebook) == rows(local.gradebook)
    assert tree(small_course.root / "autograded") == tree(local.root / "autograded")
    # By Dask's own configuration; and what was graded there is known here.
    words = small_course.command("--dask", "--json")
    env = {**os.environ, "DASK_SCHEDULER_ADDRESS": cluster.address}
    done = subprocess.run(
        words, cwd=small_course.root, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert {s for _, s in answers(list(map(json.loads, done.stdout.splitlines())))} == {"unchanged"}
    assert set(small_course.states().values()) == {"unchanged"}


def test_killed_workers_cost_only_time(cluster, held, copies) -> None:
    submit_all(held)
    undisturbed = copies(held)
    hold(held, "ada", "eve")
    run = held.start("--json", "--scheduler", cluster.address)
    first, second = begun(held, "ada"), begun(held, "eve")
    assert first != second
    os.kill(first, signal.SIGKILL)
    os.kill(second, signal.SIGKILL)
    # One had no nanny: that of the other is there for all.
    again = begun(held, "ada", other_than=first)
    release(held, "ada", "eve")
    events = rest(run)
    assert run.returncode == 0, events
    assert answers(events) == [(student, "graded") for student in STUDENTS]
    assert again not in (first, second)
    undisturbed.states()
    assert rows(held.gradebook) == rows(undisturbed.gradebook)


def test_a_submission_that_kills_every_worker_is_a_fault_and_no_zero(cluster, held) -> None:
    submit_all(held)
    step = held.root / "own_step.py"
    step.write_text(
        SLOW_STEP.replace(
            "return nb", 'os.kill(os.getpid(), 9) if student == "eve" else None\n        return nb'
        )
    )
    events = held.events("--scheduler", cluster.address, status=4)
    expected = dict.fromkeys(STUDENTS, "graded") | {"eve": "fault"}
    assert dict(answers(events)) == expected
    (line,) = (e for e in events if e.get("student") == "eve")
    assert "died" in line["why"]
    assert not any("eve" in row for row in rows(held.gradebook)["student"])
    # The same worker takes the course's module as it is now.
    step.write_text(SLOW_STEP)
    cluster.ensure()
    assert held.states("--scheduler", cluster.address)["eve"] == "graded"


def test_a_scheduler_may_be_restarted(cluster, held, copies) -> None:
    submit_all(held)
    undisturbed = copies(held)
    hold(held, "ada", "eve")
    run = held.start("--json", "--scheduler", cluster.address)
    first = begun(held, "ada")
    begun(held, "eve")
    cluster.kill_scheduler()
    events = next_event(run, "note", "does not answer; waiting for it")
    release(held, "ada", "eve")
    for worker in cluster.workers.values():
        # Dask's workers go with their scheduler.
        worker.wait(60)
    cluster.ensure()
    begun(held, "ada", other_than=first)
    events += rest(run)
    assert run.returncode == 0, events
    assert answers(events) == [(student, "graded") for student in STUDENTS]
    assert any("is there again" in e.get("text", "") for e in events)
    undisturbed.states()
    assert rows(held.gradebook) == rows(undisturbed.gradebook)


def test_a_scheduler_that_stays_away_ends_the_run_and_loses_nothing(cluster, held) -> None:
    submit_all(held)
    hold(held, "ada", "eve")
    impatient = (
        "from corrige.autograde import _dask; from corrige.cli import main; _dask._WAIT = 2; main()"
    )
    words = ["autograde", "petit", "--json", "--scheduler", cluster.address]
    run = subprocess.Popen(
        [sys.executable, "-c", impatient, *words],
        cwd=held.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    begun(held, "ada")
    begun(held, "eve")
    cluster.kill_scheduler()
    lines = told(run)
    assert run.returncode == 4
    assert lines["end"]["left"] == 3
    for student in ("ada", "eve"):
        assert "did not come back within 2 s; mend it" in lines[student]["why"]
    release(held, "ada", "eve")
    assert rows(held.gradebook)["student"] == []
    assert set(held.states().values()) == {"graded"}


def test_a_worker_that_comes_during_the_run_is_used(other_cluster, held) -> None:
    held.submit("ada")
    held.submit("eve")
    hold(held, "ada", "eve")
    other_cluster.start_scheduler()
    # Several threads, and yet one submission at a time.
    other_cluster.start_worker("first", "--nthreads", "2")
    run = held.start("--json", "--scheduler", other_cluster.address)
    first = begun(held, "ada")
    assert not (held.root / "begun" / "eve").exists()
    other_cluster.start_worker("late", "--nthreads", "1")
    assert begun(held, "eve") != first
    release(held, "ada", "eve")
    events = rest(run)
    assert run.returncode == 0
    assert any("has 2 threads, but grades one" in e.get("text", "") for e in events)
    assert answers(events) == [("ada", "graded"), ("eve", "graded")]


def test_ctrl_c_finishes_what_runs_and_twice_stops_now(cluster, held) -> None:
    submit_all(held)
    hold(held, "ada", "eve")
    run = held.start("--json", "--scheduler", cluster.address)
    begun(held, "ada")
    begun(held, "eve")
    os.killpg(run.pid, signal.SIGINT)
    time.sleep(0.3)
    release(held, "ada")
    next_event(run, "submission", "ada")
    assert run.poll() is None
    os.killpg(run.pid, signal.SIGINT)
    (end,) = rest(run)
    assert run.returncode == 130
    assert end["left"] == 4
    release(held, "eve")
    lines = held.states("--scheduler", cluster.address)
    assert lines == {"ada": "unchanged", **{s: "graded" for s in STUDENTS if s != "ada"}}


def test_workers_that_cannot_grade_are_named_with_the_next_step(
    other_cluster, small_course, copies, tmp_path: Path
) -> None:
    small_course.submit("ada")
    course = str(small_course.root)
    edited = copies(small_course)
    (edited.root / "release" / "petit" / "notes.txt").write_text("autre")
    shutil.copytree(ROOT / "src" / "corrige", tmp_path / "older" / "corrige")
    with (tmp_path / "older" / "corrige" / "verdict.py").open("a") as file:
        file.write("# another version\n")
    (tmp_path / "none" / "corrige").mkdir(parents=True)
    (tmp_path / "none" / "corrige" / "__init__.py").touch()
    other_cluster.start_scheduler()
    one = ("--nthreads", "1", "--no-nanny")
    start = other_cluster.start_worker
    start("older", *one, PYTHONPATH=str(tmp_path / "older"))
    start("none", *one, PYTHONPATH=str(tmp_path / "none"))
    start("blind", *one, setup=f"mount -t tmpfs none {tmp_path}/course/.. && mkdir {tmp_path}/dask")
    start("edited", *one, setup=f"mount --bind {edited.root} {course}")
    start("open", *one, setup="echo 0 > /proc/sys/user/max_user_namespaces")
    other_cluster.wait_for_workers(5)
    done = small_course.autograde("--scheduler", other_cluster.address)
    told = done.stdout
    assert done.returncode == 2, done.stdout + done.stderr
    assert "cannot be used" in done.stderr and "Traceback" not in done.stderr
    assert told.count("cannot be used") == 5, told
    assert "(the files of corrige); install the same requirements.lock" in told
    assert "cannot load corrige as it is here" in told
    assert f"does not see the folder {course}" in told
    assert f"sees other files in {course}/source" in told
    assert "no sandbox: namespaces" in told and "run corrige doctor there" in told
    assert not small_course.notebook("ada").exists()


def test_a_scheduler_that_is_not_there_is_named(small_course, other_cluster) -> None:
    small_course.submit("ada")
    done = small_course.autograde("--scheduler", other_cluster.address)
    assert done.returncode == 2
    assert f"no Dask scheduler answers at {other_cluster.address}" in done.stderr
    assert "Traceback" not in done.stderr
    done = small_course.autograde("--dask")
    assert done.returncode == 2
    assert "set DASK_SCHEDULER_ADDRESS" in done.stderr


def test_a_cluster_without_workers_is_waited_for_until_ctrl_c(small_course, other_cluster) -> None:
    small_course.submit("ada")
    other_cluster.start_scheduler()
    run = small_course.start("--json", "--scheduler", other_cluster.address)
    next_event(run, "note", "has no workers yet")
    os.killpg(run.pid, signal.SIGINT)
    lines = told(run)
    assert run.returncode == 130
    assert lines["end"]["left"] == 1
