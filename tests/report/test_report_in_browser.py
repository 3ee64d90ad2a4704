"""The report as people get to see it: with a mouse or without, on a phone, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from autograde.conftest import SMALL
from axe_playwright_python.sync_playwright import Axe
from common import run_in


@pytest.fixture(scope="module")
def written(graded, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "report.html"
    ran = run_in(graded.root, "corrige", "report", SMALL, "--output", str(path))
    assert ran.returncode == 0, ran.stderr
    return path


def test_axe_finds_nothing_to_mend_all_tables_open(written, browsing) -> None:
    page = browsing.open(written)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_its_window(written, browsing, width: int) -> None:
    page = browsing.open(written, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_opens_the_data_behind_a_picture(written, browsing) -> None:
    page = browsing.open(written)
    table = page.get_by_role("table", name="Étudiants par note")
    assert not table.is_visible()
    page.locator("summary").first.press("Enter")
    assert table.is_visible()


def test_on_paper_the_map_is_shown_and_its_table_left_out(written, browsing) -> None:
    page = browsing.open(written)
    page.emulate_media(media="print")
    assert page.get_by_role("img", name="Carte de 8 étudiants").is_visible()
    assert not page.locator("table.heat").is_visible()
    assert page.get_by_role("table", name="Étudiants par note").is_visible()
    assert not page.locator("nav").is_visible()
