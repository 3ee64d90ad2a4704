"""What people look at: JupyterLab and nbgrader's screens in it, and what they press there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FrameLocator, Locator, Page, expect

expect.set_options(timeout=60_000)

SLOW = 180_000
"""Milliseconds that anything that runs a notebook may take on a busy machine."""

# Cells change their height when they are first drawn, so that once is not enough.
SCROLL = """async cell => {
    const panel = cell.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
    for (let attempt = 0; attempt < 60; attempt++) {
        cell.scrollIntoView();
        await new Promise(wait => setTimeout(wait, 500));
        if (Math.abs(cell.getBoundingClientRect().top - panel.top) < 50) return;
    }
}"""


class Lab:
    """JupyterLab in one tab of the browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        page.goto(address)
        self._tabs = page.locator("#jp-main-dock-panel .lm-TabBar-tab")
        self._tabs.first.wait_for()
        # Asked once in each account, after a moment.
        page.get_by_role("button", name="No", exact=True).click()

    def _menu(self) -> Locator:
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
        return self.page.locator("#jp-mainmenu-nbgrader .lm-Menu-itemLabel:visible")

    def menu(self) -> list[str]:
        """Return what the menu Nbgrader offers."""
        labels = self._menu()
        labels.first.wait_for()
        offered = [text for text in labels.all_inner_texts() if text]
        self.page.keyboard.press("Escape")
        return offered

    def choose(self, item: str) -> None:
        """Choose an item of the menu Nbgrader."""
        self._menu().filter(has_text=re.compile(f"^{item}$")).click()

    def formgrader(self) -> Formgrader:
        self.choose("Formgrader")
        return Formgrader(self.page.frame_locator("iframe[src*='/formgrader']"))

    def assignments(self) -> AssignmentList:
        self.choose("Assignment List")
        return AssignmentList(self.page)

    def open_file(self, name: str) -> None:
        """Open a file that the file browser shows."""
        self.page.locator(".jp-DirListing-item", has_text=name).dblclick()

    def hide_files(self) -> None:
        """Make room: fold the file browser away."""
        self.page.keyboard.press("Control+b")


class Formgrader:
    """nbgrader's pages for instructors, in a frame of JupyterLab."""

    def __init__(self, frame: FrameLocator) -> None:
        self.frame = frame

    def row(self, text: str) -> Locator:
        return self.frame.locator("#main-table tr", has_text=text)

    def press(self, row: str, action: str) -> str:
        """Press a button of a row, as `assign`, and return the log that is shown on success."""
        self.row(row).locator(f"td.{action} a").click()
        shown = self.frame.locator("#success-modal, #error-modal")
        expect(shown).to_be_visible(timeout=SLOW)
        text = shown.inner_text()
        assert shown.get_attribute("id") == "success-modal", text
        shown.get_by_role("button", name="OK").click()
        expect(shown).to_have_count(0)
        return text

    def go(self, name: str) -> None:
        """Follow a link by its whole text."""
        self.frame.get_by_role("link", name=name, exact=True).click()

    def submissions(self, assignment: str) -> None:
        """From the assignments' page to the submissions of one."""
        self.row(assignment).locator("td.num-submissions a").click()
        expect(self.frame.locator("td.autograde a").first).to_be_visible()

    def cell(self, name: str) -> Locator:
        """Return the panel of a cell on the page of a submission."""
        return self.frame.locator(".nbgrader_cell", has=self.frame.locator(f"[id='{name}']"))

    def output(self, name: str) -> Locator:
        """Return what stands below a test cell on the page of a submission."""
        test_cell = self.frame.locator(".code_cell", has=self.frame.locator(f"[id='{name}']"))
        return test_cell.locator(".output_wrapper")

    def type_score(self, name: str, score: str) -> None:
        """Type the points of a cell, as a grader does, and wait until they are saved."""
        field = self.frame.locator(f"[id='{name}']")
        field.click()
        field.press_sequentially(score)
        saved = self.cell(name).locator(".score-saved.glyphicon-ok")
        field.press("Tab")
        expect(saved).to_be_visible()


class AssignmentList:
    """nbgrader's list for students."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def row(self, state: str, assignment: str) -> Locator:
        """Return the row of an assignment that is `released`, `fetched` or `submitted`."""
        rows = self._page.locator(f"#{state}_assignments_list > .list_item")
        return rows.filter(has_text=assignment)

    def show(self) -> None:
        """Bring it to the front."""
        self._page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text="Assignments").click()

    def press(self, state: str, assignment: str, button: str) -> None:
        self.row(state, assignment).get_by_role("button", name=button, exact=True).click()

    def open_notebook(self, assignment: str, name: str) -> Notebook:
        fetched = self.row("fetched", assignment)
        fetched.locator(".assignment-notebooks-link", has_text=assignment).click()
        fetched.locator(".nested_list_item a", has_text=name).click()
        return Notebook(self._page)


@dataclass(frozen=True)
class Validation:
    """What the dialog after Validate says: `failed`, the sources of the cells it names."""

    passed: bool
    failed: tuple[str, ...]
    text: str


class Notebook:
    """The notebook in front."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self._cells = self._panel.locator(".jp-Notebook .jp-Cell")
        self._panel.locator(".jp-MarkdownCell.jp-mod-rendered").first.wait_for()

    def has_cells(self, number: int) -> None:
        """Wait until all cells are there."""
        expect(self._cells).to_have_count(number)

    def cell(self, index: int) -> Locator:
        return self._cells.nth(index)

    def write(self, index: int, text: str) -> None:
        """Replace the text of a code cell."""
        self.cell(index).locator(".cm-content").click()
        self._page.keyboard.press("Control+a")
        self._page.keyboard.insert_text(text)

    def write_words(self, index: int, text: str) -> None:
        """Replace the text of a rendered cell of words."""
        self.cell(index).locator(".jp-RenderedMarkdown").dblclick()
        self.write(index, text)
        self._page.keyboard.press("Shift+Enter")

    def run_all(self) -> None:
        """Run all cells, up to the first that fails, and wait for it."""
        self._page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
        self._page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def show(self, index: int) -> None:
        """Scroll until a cell is the first to be seen."""
        self.cell(index).evaluate(SCROLL)
        expect(self.cell(index)).to_be_in_viewport()

    def validate(self) -> None:
        """Press Validate and wait for the dialog; `read_validation` closes it."""
        self._panel.locator(".validate-button").click()
        message = self._page.locator("#validation-message")
        expect(message).to_be_visible(timeout=SLOW)
        # An error's last line is the one that says what is wrong.
        message.evaluate("message => message.lastElementChild.scrollIntoView(false)")

    def read_validation(self) -> Validation:
        message = self._page.locator("#validation-message")
        kinds = (message.get_attribute("class") or "").split()
        # A failed cell is shown as its source, then its error.
        shown = message.locator("pre").all_inner_texts()
        said = Validation("validation-success" in kinds, tuple(shown[::2]), message.inner_text())
        self._page.locator(".jp-Dialog").get_by_role("button", name="OK").click()
        expect(message).to_have_count(0)
        return said


Screens = Callable[[Page, str], None]
"""Keeps what a page shows, under a name."""
