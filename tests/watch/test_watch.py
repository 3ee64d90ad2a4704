"""Submissions are graded as they arrive, each once, whatever happens to the watch."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time

import pytest
from autograde.course_processes import wait_until_gone
from autograde.gradebook_rows import rows
from common import run_in
from held_course import SLOW_STEP, USE_STEP, begun, hold, release

WRONG = "def double(x):\n    return 8"


@pytest.fixture
def stepped(watched):
    """Workers wait while a file of the student's name is in hold/, and die while broken exists."""
    (watched.root / "own_step.py").write_text(SLOW_STEP)
    with (watched.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(USE_STEP)
    (watched.root / "hold").mkdir()
    return watched


@pytest.mark.parametrize("words", [(), ("--poll", "0.5")])
def test_what_arrives_and_what_changes_is_graded_and_nothing_twice(watched, watch, words) -> None:
    watched.submit("ada")
    watching = watch(*words)
    assert watching.wait("submission", student="ada")["points"] == 4
    watched.submit("eve", WRONG)
    assert watching.wait("submission", student="eve")["points"] == 2
    seen = len(watching.events)
    watched.submit("ada", WRONG)
    assert watching.wait("submission", student="ada", after=seen)["points"] == 2
    assert watching.end() == 0
    wait_until_gone(watched.root)
    assert len(watching.of("submission")) == 3
    assert watching.events[-1]["event"] == "end"

    again = watch(*words)
    watched.submit("guy")
    again.wait("submission", student="guy")
    assert again.end(signal.SIGINT) == 0
    assert [told["student"] for told in again.of("submission")] == ["guy"]
    assert set(watched.states().values()) == {"unchanged"}


def test_an_assignment_that_is_not_in_the_gradebook_keeps_no_other_from_being_watched(
    watched, watch
) -> None:
    source = watched.root / "source"
    (source / "autre").mkdir()
    shutil.copy(source / "petit" / "petit.ipynb", source / "autre" / "autre.ipynb")
    watched.submit("ada")
    watching = watch()
    assert watching.of("watch")[0]["assignments"] == ["petit"]
    assert "nbgrader generate_assignment autre" in watching.of("note")[0]["text"]
    watching.wait("submission", student="ada")
    assert watching.end() == 0
    named = run_in(watched.root, "corrige", "watch", "petit", "autre")
    assert named.returncode == 2
    assert "does not know the assignment 'autre'" in named.stderr


def test_a_submission_is_taken_only_once_its_files_have_come_to_rest(watched, watch) -> None:
    folder = watched.submit("ada")
    text = (folder / "petit.ipynb").read_bytes()
    moved = watched.root / "petit.ipynb"
    moved.write_bytes(text)
    shutil.rmtree(folder)
    watching = watch()
    folder.mkdir(parents=True)
    with (folder / "petit.ipynb").open("wb") as file:
        for start in range(0, len(text), len(text) // 8 + 1):
            file.write(text[start : start + len(text) // 8 + 1])
            file.flush()
            time.sleep(0.2)
    (folder / "timestamp.txt").write_text("2026-10-15 18:00:00 UTC")
    assert watching.wait("submission", student="ada")["points"] == 4
    watching.end()
    assert [told["state"] for told in watching.of("submission")] == ["graded"]


def test_a_kill_while_grading_loses_and_doubles_nothing(stepped, watch) -> None:
    stepped.submit("ada")
    hold(stepped, "ada")
    watching = watch("--limit", "1/hour")
    begun(stepped, "ada")
    watching.end(signal.SIGKILL)
    wait_until_gone(stepped.root)
    release(stepped, "ada")
    again = watch("--limit", "1/hour")
    assert again.wait("submission", student="ada")["state"] == "graded"
    again.end()
    assert not again.of("waits")
    assert len(rows(stepped.gradebook)["submitted_assignment"]) == 1


def test_the_first_signal_finishes_what_runs_and_the_second_does_not(stepped, watch) -> None:
    stepped.submit("ada")
    hold(stepped, "ada")
    watching = watch()
    begun(stepped, "ada")
    os.killpg(watching.process.pid, signal.SIGTERM)
    time.sleep(0.5)
    release(stepped, "ada")
    assert watching.process.wait(60) == 0
    watching.end()
    assert watching.of("submission")[0]["state"] == "graded"

    stepped.submit("eve")
    hold(stepped, "eve")
    watching = watch()
    begun(stepped, "eve")
    os.killpg(watching.process.pid, signal.SIGINT)
    time.sleep(0.5)
    os.killpg(watching.process.pid, signal.SIGTERM)
    assert watching.process.wait(60) == 130
    watching.end()
    assert not watching.of("submission")
    wait_until_gone(stepped.root)


def test_autograde_by_hand_goes_on_beside_a_watch_and_each_waits_for_the_other(
    stepped, watch
) -> None:
    stepped.submit("ada")
    watching = watch()
    watching.wait("submission", student="ada")
    assert stepped.states() == {"ada": "unchanged"}

    (stepped.root / "begun" / "ada").unlink()
    hold(stepped, "ada")
    by_hand = stepped.start("--json", "--student", "ada", "--force")
    begun(stepped, "ada")
    stepped.submit("eve")
    told = watching.wait("note")["text"]
    assert "another corrige autograde is at work" in told and str(by_hand.pid) in told
    release(stepped, "ada")
    by_hand.communicate(timeout=120)
    assert by_hand.returncode == 0
    watching.wait("submission", student="eve", state="graded")

    hold(stepped, "guy")
    stepped.submit("guy")
    begun(stepped, "guy")
    by_hand = stepped.start("--student", "ada", "--force")
    time.sleep(5)
    release(stepped, "guy")
    out, _err = by_hand.communicate(timeout=120)
    assert by_hand.returncode == 0
    assert f"waits until corrige watch (process {watching.process.pid})" in out
    watching.wait("submission", student="guy", state="graded")
    watching.end()


def test_two_watches_of_a_course_are_refused(watched, watch) -> None:
    first = watch()
    done = run_in(watched.root, "corrige", "watch", timeout=60)
    assert done.returncode == 2
    assert f"another corrige watch is at work in this course (process {first.process.pid})" in (
        done.stderr
    )


def test_a_fault_is_tried_again_and_what_cannot_be_graded_waits_for_a_change(
    stepped, watch
) -> None:
    (stepped.root / "broken").touch()
    stepped.submit("ada")
    folder = stepped.submit("eve")
    (folder / "timestamp.txt").write_text("hier soir")
    watching = watch("--limit", "1/hour")
    assert "timestamp.txt" in watching.wait("submission", student="eve", state="not graded")["why"]
    watching.wait("submission", student="ada", state="fault")
    assert watching.wait("waits", student="ada")["seconds"] == 10
    assert not any("ada" in row for row in rows(stepped.gradebook)["student"])
    (stepped.root / "broken").unlink()
    watching.wait("submission", student="ada", state="graded")
    (folder / "timestamp.txt").write_text("2026-10-15 18:00:00 UTC")
    watching.wait("submission", student="eve", state="graded")
    watching.end()
    of_eve = [told for told in watching.of("submission") if told["student"] == "eve"]
    assert [told["state"] for told in of_eve] == ["not graded", "graded"]


def test_a_vanished_folder_and_a_locked_gradebook_do_not_end_the_watch(stepped, watch) -> None:
    stepped.submit("ada")
    hold(stepped, "ada")
    watching = watch()
    begun(stepped, "ada")
    shutil.rmtree(stepped.root / "submitted" / "ada")
    release(stepped, "ada")
    watching.wait("submission", student="ada", state="not graded")
    connection = sqlite3.connect(stepped.gradebook, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    stepped.submit("eve")
    time.sleep(4)
    connection.execute("ROLLBACK")
    connection.close()
    assert watching.wait("submission", student="eve")["state"] == "graded"
    shutil.rmtree(stepped.root / "submitted")
    stepped.submit("guy")
    assert watching.wait("submission", student="guy")["state"] == "graded"
    assert watching.end() == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--limit", "often"), "is no limit: write 5/hour"),
        (("--Watch.limits=5/hour",), "Watch has no setting limits"),
        (("absent",), "nbgrader generate_assignment absent first"),
        (("--exchange",), "there is no exchange to collect from"),
        (("--no-such-option",), "no such option"),
    ],
)
def test_wrong_usage_is_said_in_one_line(watched, words, told) -> None:
    done = run_in(watched.root, "corrige", "watch", *words, timeout=60)
    assert done.returncode == 2
    assert told in done.stderr and "Traceback" not in done.stderr
