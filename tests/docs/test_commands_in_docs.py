"""Every command in the documentation runs, in order, and shows what the page says it shows."""

from __future__ import annotations

import ast
import os
import shutil
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from common import ROOT
from markdown_steps import Block, ByHand, shows, steps
from people import DONE, settings_of_students
from session import Session

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDES = ("instructor.md", "student.md", "grader.md")
GUIDE = ROOT / "docs" / "instructor.md"
STUDENTS_SETTINGS = "the students' nbgrader_config.py"

NOT_RUN = {
    "README.md": ["it sets up an environment and runs these very tests"],
    "cluster.md": ["it never ends"],
    "jupyterlab.md": ["tests/browser follows this page"],
    "performance.md": ["it measures for an hour"],
    "proving.md": ["it takes many minutes; tests/test_proven.py does it with fewer seeds"],
}
"""All blocks that no test runs, and why. A guide may have none."""


def blocks(page: Path) -> list[Block]:
    return [step for step in steps(page) if isinstance(step, Block)]


def with_commands(page: Path) -> bool:
    return any(block.language == "sh" and "not run" not in block.marks for block in blocks(page))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    # Students with accounts of their own cannot enter pytest's folders.
    folder = Path("/var/tmp") / f"corrige-docs-{os.getpid()}" if os.geteuid() == 0 else tmp_path
    folder.mkdir(exist_ok=True)
    opened = Session(folder)
    yield opened
    opened.close()
    shutil.rmtree(folder)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("page", [*filter(with_commands, PAGES)], ids=lambda page: page.name)
def test_the_commands_of_a_page_run_in_order(page: Path, session: Session) -> None:
    if page != GUIDE:
        for block in blocks(GUIDE):
            _add(block, session)
    for step in steps(page):
        if isinstance(step, ByHand):
            DONE[step.what](session)
        elif step.language == "sh" and "not run" not in step.marks:
            session.run(step)
        elif step.language == "output":
            session.check(step)
        elif page == GUIDE:
            _add(step, session)


def _add(block: Block, session: Session) -> None:
    file = block.marks.get("add to")
    if file == STUDENTS_SETTINGS:
        settings_of_students(session, block.text)
    elif file is not None:
        session.add(session.course / file, block.text)


def test_what_is_not_run_is_little_and_says_why() -> None:
    found = {
        page.name: whys
        for page in PAGES
        if (whys := [b.marks["not run"] for b in blocks(page) if "not run" in b.marks])
    }
    assert found == NOT_RUN
    assert not found.keys() & set(GUIDES)


def test_what_a_block_shows_comes_from_the_commands_above_it() -> None:
    for page in PAGES:
        above = None
        for block in blocks(page):
            if block.language == "output":
                assert above is not None and above.language == "sh", block.where
                assert "not run" not in above.marks, block.where
            above = block


def test_everything_that_people_do_in_a_test_is_asked_for_by_a_page() -> None:
    asked = {step.what for page in PAGES for step in steps(page) if isinstance(step, ByHand)}
    assert asked == DONE.keys()


@pytest.mark.usefixtures("checks_can_be_imported")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_and_toml_can_be_read_and_their_imports_exist(page: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            assert tomllib.loads(block.text), block.where
        if block.language != "python":
            continue
        for node in ast.walk(ast.parse(block.text, block.where)):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                module = import_module(node.module)
                assert all(hasattr(module, one.name) for one in node.names), block.where


def test_a_mark_that_is_none_and_a_mark_without_a_block_are_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for text, told in {
        "<!-- nor run: why -->": "is no mark",
        "<!-- status: 1 -->\n\nText.": "no block follows",
        "<!-- status: 1 -->": "no block follows",
        "```\nls\n```": "is none of",
        "Text.\n\n    ls": "an indented block",
    }.items():
        page.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=told):
            list(steps(page))


def test_marks_and_commands_are_read(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = "# T\n<!-- by hand: x -->\n<!-- status: 3 -->\n```sh\n# no\na \\\n  b # c\n\nd\n```\n"
    page.write_text(text, encoding="utf-8")
    hand, block = steps(page)
    assert isinstance(hand, ByHand) and hand.what == "x"
    assert isinstance(block, Block) and block.marks == {"status": "3"}
    assert [command.split() for command in block.commands()] == [["a", "b", "#", "c"], ["d"]]


def test_shown_lines_are_found_whatever_the_width_and_only_in_their_order() -> None:
    said = "┏━━━━━┓\n┃ cell  ┃\n│ a │ 1.5 s│\nlast line\n"
    assert shows(said, "│ a │ … s │\n…\nlast")
    assert shows(said, "┃cell ┃")
    assert not shows(said, "last\n…\ncell")
    assert not shows(said, "│ b │")
