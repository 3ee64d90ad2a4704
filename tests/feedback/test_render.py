"""What others wrote, as HTML: nothing of it runs, loads, or costs the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from nbformat.v4 import new_output

from corrige.checks import speaking
from corrige.feedback._math import mathml
from corrige.feedback._render import LONGEST, Renderer, code, plain


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "[x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "![x](attachment:none.png)",
    "<div style='background: url(https://example.org)'>x</div>",
    "<style>@import 'https://example.org'</style>",
    "<iframe src='https://example.org'></iframe>",
    "<meta http-equiv=refresh content='0; url=https://example.org'>",
    "<base href='https://example.org'>",
    "<form action='https://example.org'><button>x</button></form>",
    "<div id=main class='skip passed'>x</div>",
    "<!-- <script> -->",
    "$\\href{javascript:alert(1)}{x}$ $\\class{skip}{x}$ $</math><script>alert(1)</script>$",
    "\ue0000\ue001 $x$ \ue0005\ue001",
    "```html\n<script>alert(1)</script>\n```",
    "> " * 500 + "x",
    "*" * 5000,
    "[" * 5000,
]
HARMLESS = {
    "href": re.compile(r"https?:|mailto:"),
    "src": re.compile(r"data:image/"),
    "class": re.compile(r"(?:highlight|[a-z]{1,3}\d?)$"),
}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["text/markdown", "text/html"])
def test_nothing_that_runs_loads_or_names_is_left(kind: str, text: str) -> None:
    output = new_output("display_data", data={kind: text})
    for tag, attributes in Tags(Renderer(2).output(output, "image")).found:
        assert tag not in ("script", "style", "iframe", "svg", "meta", "base", "form", "button")
        for name, value in attributes.items():
            assert not name.startswith("on") and name not in ("style", "id", "name", "xlink:href")
            if name in HARMLESS and not (tag == "div" and value == "scroll"):
                assert HARMLESS[name].match(value or ""), (tag, name, value)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a\x1b[31mrouge\x1b[0m"])
def test_code_and_printed_text_stay_text(text: str) -> None:
    assert not {tag for tag, _ in Tags(code(text)).found} - {"pre", "code", "span"}
    assert "<script>" not in plain(text) and "\x1b" not in plain(text)


def test_what_markdown_and_tables_say_is_kept() -> None:
    made = Renderer(2).markdown(
        "| a | b |\n|---|---|\n| `x` | **y** |\n\n[là](https://example.org)"
    )
    tags = [tag for tag, _ in Tags(made).found]
    assert {"table", "th", "td", "code", "strong"} <= set(tags)
    assert 'href="https://example.org"' in made
    table = new_output("execute_result", data={"text/html": "<table><tr><th colspan=2>x</table>"})
    assert '<th colspan="2">' in Renderer(2).output(table, "")


def test_headings_go_below_the_pages_own_without_a_gap() -> None:
    renderer = Renderer(2)
    made = renderer.markdown("#### a\n\n# b\n\n###### c") + renderer.markdown("## d")
    assert re.findall(r"<h(\d)>(\w)", made) == [("3", "a"), ("3", "b"), ("4", "c"), ("4", "d")]


def test_a_picture_without_a_source_or_a_description_is_told_in_words() -> None:
    with speaking("en"):
        assert "[une courbe]" in Renderer(2).markdown("![une courbe](https://example.org/a.png)")
        made = Renderer(2).markdown('<img src="data:image/png;base64,AAAA">')
        assert 'alt="picture without a description"' in made


def test_formulas_are_mathml_and_what_is_none_stays_readable() -> None:
    assert "<msub>" in mathml("h_t = \\tanh(W_1 x_t)", block=False)
    assert 'display="block"' in mathml("x", block=True)
    assert mathml("\\frac{", block=False) == "<code>$\\frac{$</code>"
    assert mathml("x" * 5000, block=True).startswith("<code>$$xxx")
    assert "<script" not in mathml("\\text{<script>alert(1)</script>}", block=False)


def test_long_output_is_cut_and_overwritten_lines_are_gone() -> None:
    assert plain("10%\r50%\r100%\nfini") == "<pre>100%\nfini</pre>"
    assert len(plain("a" * (2 * LONGEST))) < LONGEST + 100
    assert plain("\n" * 100).startswith("<details>")
