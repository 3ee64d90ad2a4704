"""The documentation as pages: links lead somewhere, nothing comes from the network."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from bs4 import BeautifulSoup
from common import ASSIGNMENTS, ROOT, run_in
from markdown_it import MarkdownIt
from nbgrader.apps import NbGraderApp
from nbgrader.exchange.default.exchange import Exchange
from traitlets.config import Configurable

from corrige.cli import main
from corrige.grading import Grade
from corrige.kernel import SandboxConfig
from corrige.report import ChecksExporter, MoodleExporter
from corrige.watch import Watch

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
IMAGES = ROOT / "docs" / "images"
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        ran = run_in(ROOT, "mkdocs", "build", "--strict", "--site-dir", str(folder))
    said = ran.stdout + ran.stderr
    assert ran.returncode == 0 and "WARNING" not in said and "ERROR" not in said, said
    return folder


def test_every_page_is_built_and_in_the_navigation(site: Path) -> None:
    wanted = {page.stem for page in (ROOT / "docs").glob("*.md")} | {"index"}
    assert {page.stem for page in site.glob("*.html")} == wanted | {"404"}
    first = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    shown = {a["href"].partition("#")[0] for a in first.select("nav.md-nav--primary a[href]")}
    assert {f"{name}.html" for name in wanted} <= shown | {"index.html"}
    assert "corrigé" in first.get_text()


def test_the_pages_load_nothing_from_the_network(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert pages
    for page in pages:
        parsed = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        tags = parsed.find_all(LOADED)
        loaded = [str(tag[LOADED[tag.name]]) for tag in tags if tag.has_attr(LOADED[tag.name])]
        assert loaded
        assert not [url for url in loaded if re.match(r"(\w+:)?//", url)], page
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\([\"']?(https?:)?//", text), sheet


def test_every_picture_says_what_it_shows_and_every_picture_is_shown(site: Path) -> None:
    shown = set()
    for page in site.glob("*.html"):
        parsed = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for image in parsed.select("article img"):
            assert len(image["alt"].split()) > 3, image
            shown.add(Path(image["src"]).name)
            assert (page.parent / image["src"]).is_file(), image
    assert shown == {path.name for path in IMAGES.iterdir()}


def test_the_tour_shows_a_picture_of_each_assignment() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ASSIGNMENTS:
        assert f"`source/{name}/`" in text and f"](docs/images/{name}.png)" in text


def spans(page: Path) -> list[str]:
    """The page's words in the type of code, those in blocks aside."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    return [
        child.content
        for token in tokens
        for child in token.children or ()
        if child.type == "code_inline"
    ]


def test_commands_named_in_the_text_exist_with_their_options() -> None:
    seen = set()
    for page in PAGES:
        for span in spans(page):
            words = span.split()
            if len(words) < 2 or words[0] != "corrige" or words[1].startswith("-"):
                continue
            command = main.commands.get(words[1])
            assert isinstance(command, click.Command), f"{page.name}: {span}"
            options = {name for p in command.params for name in p.opts}
            for word in words[2:]:
                if word.startswith("--") and "." not in word:
                    assert word.partition("=")[0] in options, f"{page.name}: {span}"
            seen.add(words[1])
    assert {"autograde", "explain", "validate", "report", "watch"} <= seen


def test_targets_of_make_named_in_the_documentation_exist() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"(?:^|`)make (\w+)", text, re.MULTILINE):
            assert target in targets, f"{page.name}: make {target}"


def test_settings_named_in_the_documentation_exist() -> None:
    ours = (Grade, SandboxConfig, Watch, MoodleExporter, ChecksExporter)
    theirs = NbGraderApp().all_configurable_classes()
    known: list[type[Configurable]] = [*theirs, Exchange, *ours]
    traits = {one.__name__: one.class_trait_names(config=True) for one in known}
    seen = 0
    for page in PAGES:
        for name, trait in re.findall(
            r"(?:\bc\.|--|`)([A-Z]\w+)\.(\w+)", page.read_text(encoding="utf-8")
        ):
            if name in traits:
                assert trait in traits[name], f"{page.name}: {name}.{trait}"
                seen += 1
    assert seen > 20
