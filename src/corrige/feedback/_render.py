"""Text, code and outputs that others wrote, as HTML in which nothing runs and nothing loads."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

import bleach
from markupsafe import Markup, escape
from nbconvert.filters import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from corrige.checks import translate as _
from corrige.feedback._math import mathml

LONGEST = 200_000
"""Characters of a cell or an output beyond which it is shown as plain text, cut there."""

_TAGS = frozenset(
    ("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2",
     "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "small", "span",
     "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul")
)  # fmt: skip
_WEB = re.compile(r"(?:https?|mailto):", re.I)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_CLASS = re.compile(r"highlight|[a-z]{1,3}\d?")
"""Classes of pygments: none of the page's own."""
_FORMULA = re.compile("\ue000(\\d+)\ue001")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_UNNAMED_IMAGE = re.compile(r'<img(?![^>]*\salt="[^"])(?: alt="")?')
_LOST_IMAGE = re.compile(r'<img(?![^>]*\ssrc=)[^>]*\salt="([^"]*)"[^>]*>')
_OVERWRITTEN = re.compile(r"^[^\n]*\r(?!\n)", re.M)


class Renderer:
    """Renders the cells of one page.

    top: the level of the heading under which cells stand; theirs go below it, without a gap.
    """

    def __init__(self, top: int) -> None:
        self._top = self._last = top

    def markdown(
        self, text: str, attachments: Mapping[str, Any] | None = None, folder: str = ""
    ) -> Markup:
        """Return text as HTML. folder: where files of pictures are taken from, none if empty."""
        if len(text) > LONGEST:
            return plain(text)
        formulas: list[Markup] = []
        text = text.replace("\ue000", "").replace("\ue001", "")
        try:
            renderer = _MarkdownRenderer(
                formulas, escape=False, attachments=dict(attachments or {}),
                embed_images=bool(folder), path=folder, exclude_anchor_links=True,
            )  # fmt: skip
            cleaned = clean(MarkdownWithMath(renderer=renderer).render(text))
        except Exception:
            # The libraries raise whatever comes; a student's text must not cost the page.
            return plain(text)
        return Markup(  # cleaned just now; the formulas are ours
            _FORMULA.sub(lambda found: formulas[int(found[1])], self._below(cleaned))
        )

    def _below(self, html: str) -> str:
        def lower(found: re.Match[str]) -> str:
            if not found[1]:
                self._last = min(int(found[2]) + self._top, self._last + 1, 6)
            return f"<{found[1]}h{self._last}>"

        return _HEADING.sub(lower, html)

    def output(self, output: NotebookNode, caption: str) -> Markup:
        """Return one output of a cell. caption: in words, for who does not see a picture."""
        match output.output_type:
            case "stream":
                return plain(output.text)
            case "error":
                return self._error(output)
        data = output.get("data", {})
        for kind in ("image/png", "image/jpeg"):
            if kind in data:
                return _picture(kind, str(data[kind]), caption)
        if "image/svg+xml" in data:
            drawn = base64.b64encode(str(data["image/svg+xml"]).encode()).decode()
            return _picture("image/svg+xml", drawn, caption)
        if 0 < len(html := str(data.get("text/html", ""))) < LONGEST:
            return Markup('<div class="scroll" tabindex="0">{}</div>').format(
                Markup(self._below(clean(html)))
            )
        if "text/markdown" in data:
            return self.markdown(str(data["text/markdown"]))
        return plain(str(data.get("text/plain", "")))

    def _error(self, output: NotebookNode) -> Markup:
        told = Markup('<p class="raised"><strong>{}</strong> {}</p>').format(
            output.ename, strip_ansi(output.evalue)[:2000]
        )
        trace = plain("\n".join(output.traceback))
        return told + Markup("<details><summary>{}</summary>{}</details>").format(
            _("Where the error comes from"), trace
        )


class _MarkdownRenderer(IPythonRenderer):  # type: ignore[misc]
    """nbconvert's, with formulas put aside: what cleans HTML knows no MathML."""

    def __init__(self, formulas: list[Markup], **how: Any) -> None:
        super().__init__(**how)
        self._formulas = formulas

    def _aside(self, tex: str, *, block: bool) -> str:
        self._formulas.append(mathml(tex, block=block))
        return f"\ue000{len(self._formulas) - 1}\ue001"

    def block_math(self, body: str) -> str:
        return f"<p>{self._aside(body, block=True)}</p>"

    def inline_math(self, body: str) -> str:
        return self._aside(body, block=False)

    def latex_environment(self, name: str, body: str) -> str:
        return self._aside(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)


def code(text: str, language: str = "ipython3") -> Markup:
    """Return code with its words coloured."""
    if len(text) > LONGEST:
        return plain(text)
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    made = highlight(text, get_lexer_by_name(language), formatter)
    return Markup('<pre class="highlight"><code>{}</code></pre>').format(Markup(made))


def code_style() -> str:
    """Return the style sheet for what `code` returns."""
    styles: str = HtmlFormatter().get_style_defs(".highlight")
    return styles


def plain(text: str) -> Markup:
    """Return text as it would stand in a terminal: overwritten lines are gone, colours too."""
    text = strip_ansi(_OVERWRITTEN.sub("", text[:LONGEST])) + ("…" if len(text) > LONGEST else "")
    shown = Markup("<pre>{}</pre>").format(text)
    lines = text.count("\n")
    if lines <= MOST_LINES:
        return shown
    return Markup("<details><summary>{}</summary>{}</details>").format(
        _("{count} lines").format(count=lines), shown
    )


MOST_LINES = 60
"""Lines of an output that are shown at once; more are there to be opened."""


def clean(html: str) -> str:
    """Return HTML with nothing left in it that runs, loads, or names a part of the page."""
    cleaned: str = bleach.clean(
        html, tags=_TAGS, attributes=_allowed, protocols={"http", "https", "mailto", "data"}
    )
    unnamed = escape(_("picture without a description"))
    named = _UNNAMED_IMAGE.sub(f'<img alt="{unnamed}"', cleaned)
    return _LOST_IMAGE.sub(r"[\1]", named)


def _allowed(tag: str, name: str, value: str) -> bool:
    match tag, name:
        case "a", "href":
            return _WEB.match(value) is not None
        case "img", "src":
            return _PICTURE.fullmatch(value) is not None
        case "img", ("alt" | "width" | "height"):
            return True
        case (("td" | "th"), ("colspan" | "rowspan")):
            return value.isdecimal() and len(value) < 4
        case (("div" | "span" | "pre"), "class"):
            return _CLASS.fullmatch(value) is not None
    return name == "title"


def _picture(kind: str, data: str, caption: str) -> Markup:
    source = f"data:{kind};base64,{data}"
    if _PICTURE.fullmatch(source) is None:
        return plain(_("a picture that cannot be read"))
    return Markup('<img src="{}" alt="{}">').format("".join(source.split()), caption)
