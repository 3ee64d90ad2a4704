"""TeX formulas as MathML, which browsers and screen readers know by themselves."""

from __future__ import annotations

import html
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from markupsafe import Markup

_LONGEST = 2000
_ATTRIBUTES = frozenset(
    ("display", "mathvariant", "stretchy", "fence", "form", "separator", "movablelimits", "accent",
     "linethickness", "columnalign", "displaystyle", "scriptlevel", "width", "lspace", "rspace",
     "minsize", "maxsize", "accentunder", "symmetric", "rowspacing", "columnspacing")
)  # fmt: skip
"""What may stay on an element: no links, no styles, no names."""


def mathml(tex: str, *, block: bool) -> Markup:
    """Return the formula; where it is none that can be read, its text."""
    try:
        if len(tex) > _LONGEST:
            raise ValueError("too long")
        root = convert_to_element(tex, display="block" if block else "inline")
        for element in root.iter():
            if not element.tag.rpartition("}")[2].startswith("m"):
                raise ValueError(element.tag)
            for name in [name for name in element.attrib if name not in _ATTRIBUTES]:
                del element.attrib[name]
            element.text = html.unescape(element.text or "")  # the library writes "&#x0003D;"
        made = ElementTree.tostring(root, encoding="unicode")
    except Exception:
        # The library raises whatever comes; a student's formula must not cost the page.
        dollars = "$$" if block else "$"
        return Markup("<code>{}</code>").format(f"{dollars}{tex}{dollars}")
    return Markup(made)
