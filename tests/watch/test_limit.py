"""The rate limit holds over restarts and whatever is done to the clock."""

from __future__ import annotations

import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrige.gradebook import Store
from corrige.watch import Limit
from corrige.watch._ledger import Ledger, Now

HOUR = Limit(2, 3600)


def at(seconds: float, *, clock: float = 0.0, boot: str = "a") -> Now:
    """A moment `seconds` after the first, the clock then being wrong by `clock`."""
    return Now(wall=1e9 + seconds + clock, boot=boot, uptime=500 + seconds)


@pytest.fixture
def admit(watched):
    """Ask a ledger that is opened anew each time, as after a restart."""

    def ask(submission: str, now: Now, limit: Limit | None = HOUR, student: str = "ada") -> float:
        store = Store(f"sqlite:///{watched.gradebook}", "rnn")
        try:
            return Ledger(store).admit("petit", student, submission, limit, now)
        finally:
            store.close()

    return ask


def test_the_surplus_waits_until_the_window_allows(admit) -> None:
    assert admit("1", at(0)) == 0
    assert admit("2", at(100)) == 0
    assert admit("3", at(200)) == 3400
    assert admit("3", at(200), student="eve") == 0
    assert admit("3", at(200), limit=None, student="guy") == 0
    assert admit("3", at(3601)) == 0
    assert admit("4", at(3602)) == 98
    assert admit("4", at(3701)) == 0


def test_the_same_submission_counts_once_and_an_old_one_again(admit) -> None:
    for seconds in (0, 10, 20):
        assert admit("1", at(seconds)) == 0
    assert admit("2", at(30)) == 0
    assert admit("2", at(40)) == 0
    assert admit("1", at(50)) == 3550


@pytest.mark.parametrize("jump", [-1e6, -1000, 1000, 1e6])
def test_setting_the_clock_changes_nothing(admit, jump) -> None:
    assert admit("1", at(0)) == 0
    assert admit("2", at(100, clock=jump)) == 0
    assert admit("3", at(200, clock=jump)) == 3400
    assert admit("3", at(3601, clock=-jump)) == 0


def test_after_a_new_start_of_the_machine_the_clock_counts(admit) -> None:
    assert admit("1", at(0)) == 0
    assert admit("2", at(100)) == 0
    assert admit("3", at(200, boot="b")) == 3400
    assert admit("3", at(3601, boot="b")) == 0


def test_a_clock_set_back_by_a_year_blocks_for_one_window_at_most(admit) -> None:
    year = 365 * 86400.0
    assert admit("1", at(0, clock=year)) == 0
    assert admit("2", at(100, clock=year)) == 0
    assert admit("3", at(200, boot="b")) == 3600
    assert admit("3", at(300, boot="b")) == 3500
    assert admit("3", at(3801, boot="b")) == 0


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["second", "minute", "hour"]))
def test_limits_are_read_as_they_are_written(most: int, number: int, unit: str) -> None:
    seconds = number * {"second": 1, "minute": 60, "hour": 3600}[unit]
    assert Limit.parse(f"{most}/{number} {unit}s") == Limit(most, seconds)


@pytest.mark.parametrize("text", ["", "5", "0/hour", "5/0 hours", "-1/hour", "5/year", "5/hour!"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no limit"):
        Limit.parse(text)


def test_the_limit_survives_a_kill_and_the_newest_version_is_graded(watched, watch) -> None:
    limit = ("--limit", "1/minute", "--release")
    watched.submit("ada", "def double(x):\n    return 1")
    watching = watch(*limit)
    watching.wait("submission", student="ada")
    watching.wait("released", student="ada")
    watched.submit("ada", "def double(x):\n    return 2")
    watching.wait("waits", student="ada")
    watching.end(signal.SIGKILL)

    again = watch(*limit)
    watched.submit("ada", "def double(x):\n    return 8")
    assert 0 < again.wait("waits", student="ada")["seconds"] < 60
    again.wait("released", student="ada", what="when it will be graded")
    page = (watched.root / "feedback" / "ada" / "petit" / "petit.html").read_text("utf-8")
    assert "elle" in page and "celle-ci le sera après" in page
    assert again.wait("submission", student="ada")["points"] == 2
    again.wait("released", student="ada", what="visible tests")
    again.end()
    assert len(again.of("submission")) == 1
    assert "return 8" in watched.notebook("ada").read_text("utf-8")
