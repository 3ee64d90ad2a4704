"""What students get to see, and when: never what hidden tests see before the due date."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from common import run_in
from sqlalchemy import create_engine, text

# What differs lies in a file beside the notebook, so that the pages may be compared to the byte.
BY_TABLE = """
from pathlib import Path
calls = []
def double(x):
    calls.append(x)
    if Path("hurt.txt").exists() and x == 5:
        import os
        os._exit(1)
    if Path("tell.txt").exists() and 5 in calls:
        raise ValueError(f"seen: {calls}")
    return {4: 8, 5: int(Path("five.txt").read_text())}[x]
"""


def page_of(course, student: str) -> str:
    return (course.root / "feedback" / student / "petit" / "petit.html").read_text("utf-8")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<body") :]).split())


def set_due(course, due: datetime) -> None:
    engine = create_engine(f"sqlite:///{course.gradebook}")
    with engine.begin() as connection:
        query = text("UPDATE assignment SET duedate = :due")
        connection.execute(query, {"due": due.strftime("%Y-%m-%d %H:%M:%S.%f")})
    engine.dispose()


@pytest.mark.parametrize("due", [None, datetime.now(UTC) + timedelta(days=1)])
def test_before_the_due_date_pages_do_not_depend_on_what_hidden_tests_see(
    watched, watch, due
) -> None:
    if due is not None:
        set_due(watched, due)
    more = {"ada": {}, "eve": {}, "guy": {"hurt.txt": ""}, "leo": {"tell.txt": ""}}
    for student, files in more.items():
        folder = watched.submit(student, BY_TABLE)
        (folder / "five.txt").write_text("10" if student == "ada" else "11")
        for name, content in files.items():
            (folder / name).write_text(content)
    watching = watch("--release")
    for student in more:
        watching.wait("released", student=student, what="visible tests")
    watching.end()
    points = {told["student"]: told["points"] for told in watching.of("submission")}
    # The hidden tests did see the difference, and in a complete run the visible one as well.
    assert points["ada"] == 4 and points["eve"] == 2 and points["leo"] == 0
    pages = {student: page_of(watched, student) for student in more}
    assert pages["eve"] == pages["ada"]
    assert pages["guy"] == pages["ada"]
    assert pages["leo"] == pages["ada"]
    told = words(pages["ada"])
    assert "double_test : réussi" in told
    assert "double_again : sera corrigé après la date limite" in told
    assert "words : corrigé à la main" in told
    for secret in ("cinq", "double ( 5 )", "HIDDEN", "/ 7"):
        assert secret not in told


def test_the_visible_test_is_told_as_it_went(watched, watch) -> None:
    watched.submit("ada", "def double(x):\n    return 9")
    watching = watch("--release")
    watching.wait("released", student="ada")
    watching.end()
    told = words(page_of(watched, "ada"))
    assert "double_test : non réussi" in told and "AssertionError" not in told.split("In [")[0]
    assert "/ 7" not in told


def test_after_the_due_date_the_usual_feedback_is_given_and_extensions_count(
    watched, watch
) -> None:
    for student in ("ada", "eve"):
        watched.submit(student, "def double(x):\n    return 8")
    watching = watch("--release")
    for student in ("ada", "eve"):
        watching.wait("released", student=student, what="visible tests")
    watching.end()
    set_due(watched, datetime.now(UTC) - timedelta(hours=1))
    engine = create_engine(f"sqlite:///{watched.gradebook}")
    with engine.begin() as connection:
        longer = text("UPDATE submitted_assignment SET extension = :e WHERE student_id = 'eve'")
        connection.execute(longer, {"e": "1970-01-02 00:00:00.000000"})
    engine.dispose()
    again = watch("--release")
    again.wait("released", student="ada", what="feedback")
    watched.submit("guy")
    again.wait("released", student="guy", what="feedback")
    again.end()
    assert {told["student"] for told in again.of("released") if told["what"] == "feedback"} == {
        "ada",
        "guy",
    }
    assert "note 2 / 7" in words(page_of(watched, "ada")) and "cinq" in page_of(watched, "ada")
    assert "/ 7" not in words(page_of(watched, "eve"))


def test_a_release_that_was_cut_short_is_made_up_for(watched, watch) -> None:
    watched.submit("ada")
    watching = watch()
    watching.wait("submission", student="ada")
    watching.end()
    again = watch("--release")
    again.wait("released", student="ada")
    again.end()
    assert not again.of("submission")
    once_more = watch("--release")
    watched.submit("eve")
    once_more.wait("released", student="eve")
    once_more.end()
    assert [told["student"] for told in once_more.of("released")] == ["eve"]


class Student:
    """A student with a folder of one's own, on the other side of nbgrader's exchange."""

    def __init__(self, course, name: str, home: Path) -> None:
        self.name, self.home = name, home
        home.mkdir()
        exchange = course.root.parent / "exchange"
        (home / "nbgrader_config.py").write_text(
            'c = get_config()\nc.CourseDirectory.course_id = "rnn"\n'
            f'c.Exchange.root = "{exchange}"\n'
        )
        shutil.copytree(course.root / "release" / "petit", home / "petit")

    def submit(self, code: str) -> None:
        path = self.home / "petit" / "petit.ipynb"
        import nbformat

        notebook = nbformat.read(path, as_version=4)
        notebook.cells[0].source = code
        nbformat.write(notebook, path)
        done = run_in(self.home, "nbgrader", "submit", "petit", "--student", self.name)
        assert done.returncode == 0, done.stderr

    def fetch(self) -> dict[str, str]:
        """Return the pages that this student finds, by the time of the submission."""
        done = run_in(self.home, "nbgrader", "fetch_feedback", "petit", "--student", self.name)
        assert done.returncode == 0, done.stderr
        pages = sorted((self.home / "petit" / "feedback").glob("*/petit.html"))
        return {page.parent.name: page.read_text("utf-8") for page in pages}


def test_through_the_exchange_and_back(watched, watch, tmp_path) -> None:
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    done = run_in(watched.root, "nbgrader", "release_assignment", "petit")
    assert done.returncode == 0, done.stderr
    ada, eve = (Student(watched, name, tmp_path / name) for name in ("ada", "eve"))
    ada.submit("def double(x):\n    return 8")
    watching = watch("--exchange", "--release", "--limit", "2/hour")
    assert watching.wait("submission", student="ada")["points"] == 2
    watching.wait("released", student="ada", what="visible tests, in the exchange")
    eve.submit("def double(x):\n    return 2 * x")
    assert watching.wait("submission", student="eve")["points"] == 4
    seen = len(watching.events)
    ada.submit("def double(x):\n    return 9")
    assert watching.wait("submission", after=seen, student="ada")["points"] == 0
    watching.wait("released", after=seen, student="ada", what="visible tests, in the exchange")
    ada.submit("def double(x):\n    return 2 * x")
    watching.wait("released", student="ada", what="when it will be graded, in the exchange")
    watching.wait("released", student="eve", what="visible tests, in the exchange")
    assert watching.end() == 0
    first, second, third = (words(page) for page in ada.fetch().values())
    assert "double_test : réussi" in first
    assert "double_test : non réussi" in second
    assert "celle-ci le sera après" in third
    (page,) = eve.fetch().values()
    assert "double_test : réussi" in words(page) and "/ 7" not in words(page)
