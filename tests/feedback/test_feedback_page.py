"""What a student reads after `nbgrader generate_feedback`, in a real browser."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from autograde.conftest import SMALL, SmallCourse
from axe_playwright_python.sync_playwright import Axe
from browsing import Browsing
from common import ok
from feedback.conftest import PICTURE, SCRIPT, page_of
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader

STUDENTS = ("ada", "blaise", "celine", "denis", "eve")


@pytest.fixture
def opened(given_back, browsing):
    """Return what opens a student's page."""
    return lambda student, **how: browsing.open(page_of(given_back, student), **how)


def words(page, selector: str = "body") -> str:
    return told(page.locator(selector).first)


def told(locator) -> str:
    return " ".join(locator.inner_text().split())


def question(page, number: int):
    return page.locator("section.question").nth(number - 1)


def test_the_overview_tells_points_and_results_of_each_question(opened) -> None:
    page = opened("blaise")
    rows = [told(row) for row in page.locator("table").first.locator("tr").all()]
    assert rows[1] == "Exercice 1 : double 2 / 4 ✓ réussi : 1 ✗ non réussi : 1"
    assert rows[2] == "Exercice 2 : pourquoi ? 0 / 3 ✗ non réussi : 1"
    assert rows[3] == "total 2 / 7"
    assert "note 2 / 7" in words(page, "header")
    assert "provisoire" not in words(page, "header")


def test_a_penalty_for_lateness_is_shown_and_the_grade_is_what_remains(opened) -> None:
    assert "points 4 / 7 retiré pour retard −4 note 0 / 7" in words(opened("denis"), "header")
    assert "retard" not in words(opened("ada"))


def test_what_waits_for_a_person_makes_the_grade_provisional(opened) -> None:
    head = words(opened("celine"), "header")
    assert "points qui attendent un correcteur 4" in head and "note est provisoire" in head


def test_a_failed_check_says_what_it_proves_what_is_wrong_and_where_to_look(opened) -> None:
    page = opened("blaise")
    part = question(page, 1).locator(".part")
    text = told(part)
    assert "✗ non réussi Large numbers are doubled as well. 0 / 2" in text
    assert "twice a large number was expected" in text
    assert "Voir : cours 1, diapositive 7" in text
    assert "Voir : the chapter on multiplication" in text
    link = part.get_by_role("link", name="diapositive 7")
    assert link.get_attribute("href") == "https://example.org/cours1#7"
    part.get_by_role("link", name="la question").click()
    target = page.locator(":target")
    assert "Exercice 1" in target.inner_text()
    part.get_by_role("link", name="votre réponse").click()
    assert "def double" in target.inner_text()


def test_what_could_not_be_judged_is_told_apart_from_what_is_wrong(opened) -> None:
    page = opened("celine")
    text = told(question(page, 1))
    assert "n'a pas pu être jugé : 2" in text and "non réussi" not in text
    assert "le noyau s'est arrêté" in text
    assert "ce n'est pas une réponse fausse" in words(page, ".meaning")
    assert "n'est pas une réponse fausse" not in words(opened("blaise"))


def test_the_comment_of_the_grader_is_there_and_nbgraders_own_is_in_french(opened) -> None:
    comment = question(opened("ada"), 2).locator(".comment")
    assert comment.locator("strong").inner_text() == "l'essentiel"
    text = told(question(opened("blaise"), 2))
    assert "Il n'y a pas de réponse" in text and "No response" not in text


def test_students_see_what_their_code_printed_and_drew(opened) -> None:
    page = opened("blaise")
    picture = page.locator(".outputs img")
    assert picture.evaluate("image => image.naturalWidth") > 100
    assert picture.get_attribute("alt")
    long = page.locator(".outputs details", has_text="101 lignes")
    assert not page.get_by_text("ligne 99").is_visible()
    long.locator("summary").press("Enter")
    assert page.get_by_text("ligne 99").is_visible()


def test_formulas_and_pictures_of_the_statement_are_shown_without_a_network(opened) -> None:
    page = opened("ada")
    statement = page.locator(".cell.given", has_text="Exercice 1")
    assert statement.locator("math").first.text_content() == "y=2x"
    picture = statement.get_by_role("img", name="Une droite de pente deux")
    assert picture.get_attribute("src").startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize("student", STUDENTS)
def test_nothing_of_a_hidden_test_and_no_number_it_drew_is_on_the_page(
    student: str, given_back
) -> None:
    page = page_of(given_back, student).read_text("utf-8")
    graded = nbformat.read(given_back.notebook(student), as_version=4)
    assert "secret = 7919" in str(graded)
    assert not re.search(r"secret|7919|HIDDEN|grader_tests|test_double\(double\)", page)
    own = re.sub(r"data:[^\"]*", "", page)
    assert not re.search(r"(?<![\w.#-])\d{7,8}(?!\w)", own)


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_loads_nothing_runs_nothing_and_fits(student: str, width: int, opened) -> None:
    page = opened(student, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("script, iframe, object, embed, link, base, form").count() == 0
    for attribute in page.evaluate(
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.name))"
    ):
        assert not attribute.startswith("on")
    for place in page.evaluate(
        "[...document.querySelectorAll('[href], [src]')]"
        ".map(e => e.getAttribute('href') || e.getAttribute('src'))"
    ):
        assert re.match(r"#|data:image/|https://example\.org/cours1", place), place


def test_hostile_text_is_shown_as_text(opened) -> None:
    page = opened("eve")
    text = page.locator("body").inner_text()
    assert text.count(SCRIPT) >= 4 and PICTURE in text
    assert page.locator("math").count() > 0
    assert page.evaluate("document.querySelectorAll('[href^=javascript]').length") == 0


@pytest.mark.parametrize("student", STUDENTS)
def test_axe_finds_nothing_to_mend(student: str, opened) -> None:
    found = Axe().run(opened(student)).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_the_keyboard_reaches_everything(opened) -> None:
    page = opened("blaise")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = []
    for _step in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
    for text in ("la question", "votre réponse", "Ce qui est réussi : 1", "Exercice 1 : double"):
        assert text in reached


def test_on_paper_all_is_open(opened) -> None:
    page = opened("blaise")
    page.emulate_media(media="print")
    assert page.get_by_text("ligne 99").is_visible()
    assert not page.locator("nav").is_visible()


def test_the_page_is_in_the_language_of_the_checks(given_back, tmp_path, browsing) -> None:
    course = SmallCourse(tmp_path / "course")
    shutil.copytree(given_back.root, course.root)
    options = ("--force", "--student", "celine", "--Grade.language=en")
    ok(course.root, "nbgrader", "generate_feedback", SMALL, *options)
    page = browsing.open(page_of(course, "celine"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert "this is not a wrong answer" in words(page, ".meaning")
    assert "Points per question" in words(page)


def test_formgrader_and_the_command_give_the_same_page(given_back, tmp_path, monkeypatch) -> None:
    course = SmallCourse(tmp_path / "course")
    shutil.copytree(given_back.root, course.root)
    monkeypatch.chdir(course.root)
    app = NbGrader()
    app.load_config_file()
    page = page_of(course, "blaise")
    before = page.read_text("utf-8")
    page.unlink()
    done = NbGraderAPI(config=app.config).generate_feedback(SMALL, "blaise", force=True)
    assert done["success"], done
    assert page.read_text("utf-8") == before


def test_released_feedback_arrives_whole(given_back, tmp_path, browsing: Browsing) -> None:
    course = SmallCourse(tmp_path / "course")
    shutil.copytree(given_back.root, course.root)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"c.Exchange.root = {str(exchange)!r}\n")
    for folder in (course.root / "feedback").glob("*/*"):
        (folder / "submission_secret.txt").write_text(folder.parent.name)
        if not (folder / "timestamp.txt").exists():
            (folder / "timestamp.txt").write_text("2026-10-15 18:00:00 UTC")
    ok(course.root, "nbgrader", "release_feedback", SMALL)
    released = list(Path(exchange).rglob("*.html"))
    assert len(released) == len(STUDENTS)
    titles = {words(browsing.open(path), "header p") for path in released}
    assert titles == {f"Pour {student}." for student in STUDENTS}
