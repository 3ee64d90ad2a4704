"""Messages that only say that something failed, not what was misunderstood."""

from __future__ import annotations

import re

from corrige.checks import speaking
from corrige.wall import messages

_GENERIC = (
    *("NOT_MET", "RAISED", "RAISED_WITH", "BROKE", "UNDEFINED", "PARTIAL", "UNCLEAR", "FAULT"),
    *("DIED", "SILENT", "PROTOCOL", "TIME_UP"),
)
_PLAIN = re.compile(r"\w*(Error|Exception)(: .*)?", re.DOTALL)


def is_generic(message: str, language: str) -> bool:
    """Whether a verdict's message names no misconception.

    The first line of a longer one is what the check proves, the same for every mistake.
    """
    told = message.strip().splitlines()[-1] if message.strip() else ""
    with speaking(language):
        texts = [getattr(messages, name) for name in _GENERIC]
    patterns = [re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)) for text in texts]
    return not told or any(re.fullmatch(p, told) for p in [*patterns, _PLAIN.pattern])


def shown(message: str) -> str:
    """Return what a message says of the mistake, without what the check proves."""
    lines = message.strip().splitlines()
    return lines[-1] if lines else ""
