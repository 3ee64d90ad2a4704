"""Fixtures that several tests use."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Browsing, chromium
from common import ASSIGNMENT, ROOT, copy_course
from nbformat import NotebookNode
from playwright.sync_api import Browser

from corrige.authoring import BankEntry, read_bank, reference_text
from corrige.course import Course
from corrige.grading import read_notebook

# Commands that are tested start with it; this process has it by `pythonpath` in pyproject.toml.
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(ROOT / "tests" / "light"), os.environ.get("PYTHONPATH")])
)
# Workers and the processes they start share few cores: threads of torch would wait for each other.
os.environ["OMP_NUM_THREADS"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that wait most, so that no worker is left alone with one of them."""
    items.sort(key=lambda item: item.path.parent.name not in ("docs", "watch"))


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of this repository, to read."""
    return Course(ROOT)


@pytest.fixture
def course_copy(tmp_path: Path) -> Path:
    """A copy of the course, to write to."""
    return copy_course(tmp_path / "course")


@pytest.fixture(scope="session")
def source(course: Course) -> NotebookNode:
    """The instructor's notebook."""
    return read_notebook(course.assignment(ASSIGNMENT).notebooks()[0])


@pytest.fixture(scope="session")
def released(course: Course) -> NotebookNode:
    """The notebook students get."""
    return read_notebook(course.assignment(ASSIGNMENT).release / f"{ASSIGNMENT}.ipynb")


@pytest.fixture(scope="session")
def reference(source: NotebookNode) -> dict[str, str]:
    """The instructor's solutions, by grade id."""
    return reference_text(source)


@pytest.fixture(scope="session")
def bank(course: Course) -> dict[str, BankEntry]:
    return read_bank(course.root / "bank" / ASSIGNMENT)


@pytest.fixture(scope="module")
def checks_can_be_imported() -> Iterator[None]:
    """As hidden cells import them; what other tests then import is not the course's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader_tests"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browsing(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Browsing]:
    """Opens pages in a headless browser; afterwards none of them may have asked for anything."""
    opened = Browsing(browser)
    yield opened
    opened.close(request.node.name)
    assert opened.trouble == []
