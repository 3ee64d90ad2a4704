"""The page and the tables about a graded class."""

from __future__ import annotations

import csv
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from autograde.conftest import SMALL, SmallCourse
from common import run_in
from nbgrader.api import Gradebook
from report.conftest import SCRIPT

STUDENTS = ["absente", "ada", "blaise", "celine", "denis", "emile", "fanny", "gaspard"]


def report(course: SmallCourse, folder: Path, *words: str) -> tuple[str, list[dict], dict]:
    """Run the command, and return the page, the rows of the CSV file and the JSON data."""
    page, table, data = folder / "page.html", folder / "table.csv", folder / "data.json"
    ran = run_in(
        course.root, "corrige", "report", SMALL, "--output", str(page), "--csv", str(table),
        "--json", str(data), *words,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return page.read_text("utf-8"), rows, json.loads(data.read_text("utf-8"))


@pytest.fixture(scope="module")
def french(graded, tmp_path_factory):
    return report(graded, tmp_path_factory.mktemp("french"))


@pytest.fixture(scope="module")
def hidden(graded, tmp_path_factory):
    return report(graded, tmp_path_factory.mktemp("hidden"), "--anonymous")


class Tags(HTMLParser):
    """Every tag with its attributes, and whether all that were opened were closed in order."""

    VOID = frozenset(("meta", "br", "link", "img"))

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_grades_are_those_of_the_gradebook_and_what_was_not_judged_stays_empty(
    graded, french
) -> None:
    _page, rows, data = french
    by_id = {row["student"]: row for row in rows}
    assert list(by_id) == STUDENTS
    with Gradebook(f"sqlite:///{graded.gradebook}") as gradebook:
        for name in ("ada", "blaise", "celine", "denis", "fanny", "gaspard"):
            found = gradebook.find_submission(SMALL, name)
            grade = max(0.0, found.score - (found.late_submission_penalty or 0.0))
            assert float(by_id[name]["grade"]) == grade
    assert [by_id[name]["grade"] for name in ("absente", "emile")] == ["", ""]
    assert (by_id["denis"]["grade"], by_id["denis"]["penalty"]) == ("0", "4")
    assert by_id["celine"]["double_test"] == by_id["celine"]["double_again"] == ""
    assert (by_id["blaise"]["double_test"], by_id["blaise"]["double_again"]) == ("0", "2")
    assert by_id["ada"]["words"] == ""
    states = {s["id"]: {n: r["state"] for n, r in s["results"].items()} for s in data["students"]}
    assert states["celine"] == {
        "double_test": "ungradable", "double_again": "ungradable", "words": "failed",
    }  # fmt: skip
    assert states["blaise"]["double_test"] == "failed"
    assert states["ada"]["words"] == "waiting"
    assert states["emile"] == states["absente"] == {}


def test_the_messages_of_failed_checks_are_told_with_the_students_concerned(french) -> None:
    _page, _rows, data = french
    told = [m for m in data["misconceptions"] if m["students"] == ["blaise"]]
    assert [m["checks"] for m in told] == [["double_test"]]
    assert "reçu" in told[0]["message"]


def test_what_students_write_is_escaped(french) -> None:
    page, _rows, data = french
    assert any(SCRIPT in message["message"] for message in data["misconceptions"])
    tags = Tags(page)
    assert not tags.all("script") and "&lt;script&gt;alert(1)" in page
    assert not tags.all("b") and "&lt;b&gt;Lovelace&lt;/b&gt;" in page


def test_copies_with_other_names_are_found_and_short_right_answers_are_not(french) -> None:
    _page, _rows, data = french
    assert [pair["students"] for pair in data["similar"]] == [["fanny", "gaspard"]]
    assert data["similar"][0]["share"] > 0.9


def test_attempts_come_from_the_exchange_and_the_gradebook(french) -> None:
    _page, _rows, data = french
    (ada,) = (s for s in data["students"] if s["id"] == "ada")
    assert [time[:16] for time in ada["attempts"]] == [
        "2026-10-13T09:00", "2026-10-13T10:00", "2026-10-15T18:00",
    ]  # fmt: skip


def test_the_page_needs_no_network_and_is_usable_without_sight_or_mouse(french) -> None:
    tags = Tags(french[0])
    assert tags.open == []
    for tag, attributes in tags.found:
        if tag in ("script", "link", "iframe", "object", "img"):
            pytest.fail(f"{tag} in the page")
        for name in ("src", "href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:")), attributes
    assert "@import" not in french[0]
    assert not re.search(r"url\((?!#)", french[0])
    assert tags.all("html")[0]["lang"] == "fr"
    assert any(meta.get("name") == "viewport" for meta in tags.all("meta"))
    headings = [int(tag[1]) for tag, _attributes in tags.found if re.fullmatch(r"h\d", tag)]
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(headings))
    assert len(tags.all("table")) == len(tags.all("caption")) > 5
    assert all(th.get("scope") in ("row", "col") for th in tags.all("th"))
    pictures = [a for _tag, a in tags.found if a.get("role") == "img"]
    assert len(pictures) == len(tags.all("svg")) == 4
    assert all(picture["aria-label"] for picture in pictures)
    scrolled = [a for _tag, a in tags.found if "scroll" in (a.get("class") or "").split()]
    assert scrolled and all(a["tabindex"] == "0" for a in scrolled)
    ids = [a["id"] for _tag, a in tags.found if a.get("id")]
    assert len(ids) == len(set(ids))
    links = [a["href"] for a in tags.all("a")]
    assert links and {link[1:] for link in links} <= set(ids)


def test_the_page_is_french_unless_english_is_asked_for(graded, french, tmp_path) -> None:
    english, _rows, _data = report(graded, tmp_path, "--language", "en")
    assert '<html lang="en">' in english and "Misconceptions" in english
    assert "Misconceptions" not in french[0] and "Erreurs de compréhension" in french[0]


def test_anonymous_files_hold_no_name_and_nothing_of_the_students_own(
    graded, hidden, tmp_path
) -> None:
    page, rows, data = hidden
    everything = page + json.dumps(rows) + json.dumps(data, ensure_ascii=False)
    for own in (*STUDENTS, "Lovelace", "example.org", "alert(1)", "18:00"):
        assert not re.search(rf"\b{re.escape(own)}", everything), own
    assert "similar" not in data
    assert [row["student"] for row in rows] == sorted(s["id"] for s in data["students"])
    assert len({row["student"] for row in rows}) == len(STUDENTS)
    assert any("double" in message["checks"][0] for message in data["misconceptions"])


def test_pseudonyms_stay_the_same_and_differ_between_courses(
    graded, graded_copy, hidden, tmp_path
) -> None:
    again = report(graded, tmp_path, "--anonymous")
    assert again[1] == hidden[1]
    key = graded_copy.root / ".corrige-pseudonyms"
    assert key.stat().st_mode & 0o077 == 0
    key.unlink()
    other = report(graded_copy, tmp_path, "--anonymous")
    assert not {row["student"] for row in other[1]} & {row["student"] for row in hidden[1]}


def test_an_unknown_assignment_is_said_in_one_line(graded, tmp_path) -> None:
    ran = run_in(graded.root, "corrige", "report", "inconnu", "--output", str(tmp_path / "a.html"))
    assert ran.returncode == 1
    assert "'inconnu' is unknown" in ran.stderr and "Traceback" not in ran.stderr
    assert not (tmp_path / "a.html").exists()


def test_work_that_only_the_exchange_holds_is_told_apart(graded_copy, tmp_path) -> None:
    exchange = tmp_path / "exchange"
    with (graded_copy.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"c.Exchange.root = {str(exchange)!r}\n")
    for student in ("ada", "absente"):
        name = f"{student}+{SMALL}+2026-10-20 09:30:00.000001 UTC+xyz"
        (exchange / "cours" / "inbound" / name).mkdir(parents=True)
    page, _rows, data = report(graded_copy, tmp_path, "--language", "en")
    again = {student["id"]: student["again"] for student in data["students"]}
    assert again.pop("ada") == "2026-10-20T09:30:00+00:00"
    assert set(again.values()) == {None}
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "ada (Ada &lt;b&gt;Lovelace&lt;/b&gt;) 2026-10-15 18:00 2026-10-20 09:30" in text
    assert "absente handed in to the exchange, not collected yet: nbgrader collect" in text
    assert "emile handed in, but no notebook of the expected name" in text
    assert "Students who handed in more than once: 1, up to 2 times." in text
