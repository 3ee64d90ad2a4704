"""A headless Chromium for pages that must need nothing but themselves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = (
    "--no-sandbox",  # it refuses to start for root otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "no Chromium found: install the Debian package chromium, or put one on the PATH"


class Browsing:
    """Opens files; whatever a page asks of a network, a dialog or a console is kept in `trouble`.

    Pictures of the pages are kept in CORRIGE_SCREENSHOTS, where that is set.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.pages: list[Page] = []
        self.trouble: list[str] = []

    def open(self, path: Path, *, width: int = 1280, height: int = 900) -> Page:
        page = self._browser.new_page(viewport={"width": width, "height": height})
        self.pages.append(page)
        page.on("dialog", lambda dialog: (self.trouble.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("request", self._asked)
        page.goto(path.as_uri())
        return page

    def _asked(self, request) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.trouble.append(request.url)

    def close(self, name: str) -> None:
        folder = os.environ.get("CORRIGE_SCREENSHOTS")
        for number, page in enumerate(self.pages):
            if folder:
                page.screenshot(path=Path(folder) / f"{name}-{number}.png", full_page=True)
            page.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser: its absence is an error where CI=true, a reason to skip elsewhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
