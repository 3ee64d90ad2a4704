"""A headless Chromium, and a folder for what it shows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browser.classroom import Account, Classroom
from browser.pages import Lab, Screens
from browsing import chromium
from playwright.sync_api import Page


@pytest.fixture
def screens(tmp_path: Path) -> Screens:
    """Keeps what a page shows: in CORRIGE_SCREENSHOTS, or the test's own folder."""
    folder = Path(os.environ.get("CORRIGE_SCREENSHOTS") or tmp_path / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.mouse.move(0, 0)  # nothing under the pointer
        number = len(list(folder.glob("*.png"))) + 1
        page.screenshot(path=folder / f"{number:02}-{name}.png")

    return keep


@pytest.fixture
def open_lab(screens: Screens, request: pytest.FixtureRequest) -> Iterator[Callable[..., Lab]]:
    """Starts an account's JupyterLab and opens it in a browser profile of its own.

    The browser reaches nothing else. Variables go to the server's environment.
    """
    with ExitStack() as started:
        browser = started.enter_context(chromium())
        pages: list[Page] = []

        def start(account: Account, **variables: str) -> Lab:
            address = started.enter_context(account.jupyterlab(**variables))
            context = browser.new_context(viewport={"width": 1360, "height": 850})
            context.set_default_timeout(60_000)
            context.route(
                lambda url: not url.startswith("http://localhost:"), lambda route: route.abort()
            )
            pages.append(context.new_page())
            return Lab(pages[-1], address)

        yield start
        for page in pages:
            screens(page, f"end-of-{request.node.name}")


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path / "classroom")
