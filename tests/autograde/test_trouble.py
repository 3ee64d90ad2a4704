"""What goes wrong around a run costs no result and leaves no process."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from course_processes import descendants, wait_until_gone
from gradebook_rows import rows
from held_course import SLOW_STEP, begun, hold, release, told


def test_a_killed_worker_costs_only_time(held) -> None:
    for student in ("ada", "eve", "guy"):
        held.submit(student)
    hold(held, "eve")
    run = held.start("--json", "--jobs", "2")
    first = begun(held, "eve")
    os.kill(first, signal.SIGKILL)
    begun(held, "eve", other_than=first)
    release(held, "eve")
    lines = told(run)
    assert run.returncode == 0
    assert {lines[s]["state"] for s in ("ada", "eve", "guy")} == {"graded"}
    wait_until_gone(held.root)


def test_a_dead_fork_server_is_replaced(held) -> None:
    held.submit("ada")
    hold(held, "ada")
    run = held.start("--json")
    begun(held, "ada")
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    commands = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    (server,) = (child for child, words in commands.items() if b"kernel.server" in words)
    os.kill(int(server), signal.SIGKILL)
    release(held, "ada")
    assert told(run)["ada"]["state"] == "graded"
    wait_until_gone(held.root)


def test_a_submission_that_kills_every_worker_is_a_fault_and_no_zero(held) -> None:
    held.submit("ada")
    held.submit("eve")
    step = held.root / "own_step.py"
    step.write_text(
        SLOW_STEP.replace(
            "return nb", 'os.kill(os.getpid(), 9) if student == "eve" else None\n        return nb'
        )
    )
    run = held.start("--json")
    lines = told(run)
    assert run.returncode == 4
    assert lines["ada"]["state"] == "graded"
    assert lines["eve"]["state"] == "fault"
    assert "killed" in lines["eve"]["why"]
    assert not any("eve" in row for row in rows(held.gradebook)["student"])
    step.write_text(SLOW_STEP)
    assert held.states()["eve"] == "graded"


def test_ctrl_c_finishes_what_runs_and_the_next_run_goes_on(held) -> None:
    for student in ("ada", "eve", "guy"):
        held.submit(student)
    hold(held, "ada")
    run = held.start("--json", "--jobs", "1")
    begun(held, "ada")
    os.killpg(run.pid, signal.SIGINT)
    time.sleep(0.5)
    release(held, "ada")
    lines = told(run)
    assert run.returncode == 130
    assert lines["ada"]["state"] == "graded"
    assert lines["end"]["left"] == 2
    wait_until_gone(held.root)
    assert held.states() == {"ada": "unchanged", "eve": "graded", "guy": "graded"}


def test_ctrl_c_twice_stops_now(held) -> None:
    for student in ("ada", "eve", "guy"):
        held.submit(student)
    hold(held, "eve")
    run = held.start("--json", "--jobs", "1")
    begun(held, "eve")
    os.killpg(run.pid, signal.SIGINT)
    time.sleep(0.3)
    processes = descendants(run.pid)
    os.killpg(run.pid, signal.SIGINT)
    lines = told(run)
    assert run.returncode == 130
    assert "eve" not in lines and lines["ada"]["state"] == "graded"
    wait_until_gone(held.root, processes)
    release(held, "eve")
    assert held.states() == {"ada": "unchanged", "eve": "graded", "guy": "graded"}


def test_two_runs_at_once_are_refused(held) -> None:
    held.submit("ada")
    hold(held, "ada")
    run = held.start("--json")
    begun(held, "ada")
    second = held.autograde()
    assert second.returncode == 2
    assert f"another corrige autograde is at work in this course (process {run.pid})" in (
        second.stderr
    )
    release(held, "ada")
    assert told(run)["ada"]["state"] == "graded"


def test_a_submission_that_changes_meanwhile_is_graded_as_it_is_in_the_end(held) -> None:
    held.submit("ada", "def double(x):\n    return 0")
    hold(held, "ada")
    run = held.start("--json")
    begun(held, "ada")
    held.submit("ada")
    release(held, "ada")
    line = told(run)["ada"]
    assert (line["state"], line["points"]) == ("graded", 4)
    assert held.states() == {"ada": "unchanged"}


def test_a_submission_that_goes_meanwhile_is_reported_and_not_recorded(held) -> None:
    held.submit("ada")
    held.submit("eve")
    hold(held, "ada")
    run = held.start("--json")
    begun(held, "ada")
    shutil.rmtree(held.root / "submitted" / "ada")
    release(held, "ada")
    lines = told(run)
    assert run.returncode == 3
    assert lines["ada"]["state"] == "not graded"
    assert lines["eve"]["state"] == "graded"
    assert not any("ada" in row for row in rows(held.gradebook)["student"])


def test_nothing_is_lost_while_a_person_types_points(small_course) -> None:
    students = [f"s{number}" for number in range(6)]
    for student in students:
        small_course.submit(student)
    small_course.states()
    typed: dict[str, float] = {}
    stop = threading.Event()

    def type_points() -> None:
        connection = sqlite3.connect(small_course.gradebook, timeout=60)
        ids = [row[0] for row in connection.execute("SELECT id FROM grade ORDER BY id")]
        number = 0
        while not stop.is_set():
            id = ids[number % len(ids)]
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE grade SET manual_score = ? WHERE id = ?", (number, id))
            time.sleep(0.05)
            connection.commit()
            typed[id] = number
            number += 1
            time.sleep(0.02)
        connection.close()

    person = threading.Thread(target=type_points)
    person.start()
    try:
        assert set(small_course.states("--force").values()) == {"graded"}
    finally:
        stop.set()
        person.join()
    connection = sqlite3.connect(small_course.gradebook)
    found = dict(connection.execute("SELECT id, manual_score FROM grade"))
    scores = [row[0] for row in connection.execute("SELECT auto_score FROM grade")]
    connection.close()
    assert len(typed) > len(students)
    assert {id: found[id] for id in typed} == typed
    assert sorted(scores) == [0.0] * 6 + [2.0] * 12


def test_a_full_disk_records_nothing_and_says_so(small_course) -> None:
    small_course.submit("ada")
    small_course.states()
    before = rows(small_course.gradebook)
    text = small_course.notebook("ada").read_bytes()
    small_course.submit("ada", "def double(x):\n    return 0\n" + "# long\n" * 3000)

    def small_files() -> None:
        # The executed notebook does not fit; a signal would end the process at once.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (15_000, resource.RLIM_INFINITY))

    run = small_course.start("--json", "--unsafe-no-sandbox", preexec_fn=small_files)
    line = told(run)["ada"]
    assert run.returncode == 4
    assert line["state"] == "fault" and "File too large" in line["why"]
    assert rows(small_course.gradebook) == before
    assert small_course.notebook("ada").read_bytes() == text
    assert small_course.states() == {"ada": "graded"}


def test_a_gradebook_that_cannot_grow_loses_nothing(small_course, copies) -> None:
    students = [f"s{number:02}" for number in range(16)]
    small_course.submit("ada")
    small_course.states()
    for student in students:
        small_course.submit(student)
    undisturbed = copies(small_course)
    most = small_course.gradebook.stat().st_size

    def no_larger() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    run = small_course.start("--json", preexec_fn=no_larger)
    lines = told(run)
    assert run.returncode == 4
    faults = [student for student in students if lines[student]["state"] == "fault"]
    assert faults and all("cannot be written" in lines[s]["why"] for s in faults)
    for student in students:
        assert small_course.notebook(student).exists() == (student not in faults)
    done = small_course.states()
    assert {done[student] for student in faults} == {"graded"}
    undisturbed.states()
    assert rows(small_course.gradebook) == rows(undisturbed.gradebook)


@pytest.mark.parametrize("stamp", ["hier soir", "2026-99-99 00:00:00 UTC"])
def test_a_time_stamp_that_is_none_is_named(small_course, stamp) -> None:
    folder = small_course.submit("ada")
    small_course.submit("eve")
    (folder / "timestamp.txt").write_text(stamp)
    events = small_course.events(status=3)
    line = next(e for e in events if e.get("student") == "ada")
    assert line["state"] == "not graded" and "timestamp.txt" in line["why"]
    assert {e.get("student"): e.get("state") for e in events}["eve"] == "graded"


def test_links_of_a_student_are_followed_by_nobody(small_course) -> None:
    folder = small_course.submit("ada")
    (small_course.root / "secret.txt").write_text("le corrigé")
    (folder / "notes.txt").symlink_to(small_course.root / "secret.txt")
    (folder / "more.txt").symlink_to(small_course.root / "secret.txt")
    events = small_course.events()
    assert any("more.txt is left out" in w for e in events for w in e.get("warnings", ()))
    graded = small_course.notebook("ada").parent
    assert (graded / "notes.txt").read_text(encoding="utf-8") == "l'énoncé"
    assert not (graded / "more.txt").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--student", "nobody"), "nothing was handed in at"),
        (("--no-such-option",), "no such option"),
        (("--Grade.timeout=soon",), "a setting cannot be used"),
    ],
)
def test_wrong_usage_begins_nothing(small_course, words, told) -> None:
    small_course.submit("ada")
    done = small_course.autograde(*words)
    assert done.returncode == 2
    assert told in done.stderr and "Traceback" not in done.stderr
    assert not small_course.notebook("ada").exists()


def test_an_assignment_the_gradebook_does_not_know_is_named(small_course, tmp_path: Path) -> None:
    small_course.gradebook.unlink()
    small_course.submit("ada")
    done = small_course.autograde()
    assert done.returncode == 2
    assert "nbgrader generate_assignment petit first" in done.stderr
    assert not small_course.gradebook.exists()


def test_a_student_the_gradebook_does_not_know_needs_create(small_course) -> None:
    small_course.submit("ada")
    off = "--Autograde.create_student=False"
    done = small_course.autograde(off)
    assert done.returncode == 3
    assert "knows no student 'ada'" in done.stdout
    assert not small_course.notebook("ada").exists()
    assert small_course.states(off, "--create") == {"ada": "graded"}
