"""Text that others wrote, made fit for a terminal: nothing in it can move, colour or hide."""

from __future__ import annotations

import re

from rich.text import Text

# C0 and C1 controls but tab and line feed, marks that turn the direction of writing, and halves
# of surrogate pairs, which no terminal's encoding knows.
_ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Return the text with what a terminal would obey written out, as in `\\x1b`."""
    return _ACTIVE.sub(lambda found: ascii(found[0])[1:-1], text)


def inert(text: str, style: str = "") -> Text:
    """Return the text for rich, which takes no markup out of it."""
    return Text(plain(text), style=style)
