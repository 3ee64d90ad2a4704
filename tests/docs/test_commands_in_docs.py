"""Every command in the documentation runs, in order, and shows what the page says it shows."""

from __future__ import annotations

import ast
import os
import re
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
GUIDE = ROOT / "docs" / "instructor.md"
STUDENTS_SETTINGS = "the students' nbgrader_config.py"

NOT_RUN = {}


def blocks(page: Path) -> list[Block]:
    return [step for step in steps(page) if isinstance(step, Block)]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    # Students with accounts of their own cannot enter pytest's folders.
    folder = Path("/var/tmp") / f"corrige-docs-{os.getpid()}" if os.geteuid() == 0 else tmp_path
    folder.mkdir(exist_ok=True)
    yield Session(folder)
    shutil.rmtree(folder)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_in_order(page: Path, session: Session) -> None:
    if page != GUIDE:
        for block in blocks(GUIDE):
            _add(block, session)
    for step in steps(page):
        if isinstance(step, ByHand):
            DONE[step.what](session)
        elif "not run" in step.marks:
            continue
        elif step.language == "sh":
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
