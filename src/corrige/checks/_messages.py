"""Messages in the student's language, by gettext.

The code holds the English text; catalogues (`locale/<language>/LC_MESSAGES/<domain>.mo`) hold
the others. The language is `CORRIGE_LANGUAGE`, French where nothing is said.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_DEFAULT = "fr"
_catalogues: list[tuple[str, Path]] = [("corrige", Path(__file__).parent / "locale")]
_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_loaded: dict[str, gettext.NullTranslations] = {}


def language() -> str:
    """Return the language messages are given in, a code such as "fr" or "en"."""
    return _chosen.get() or os.environ.get("CORRIGE_LANGUAGE") or _DEFAULT


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Give messages in `code` while the context lasts."""
    token = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(token)


def use_catalog(domain: str, folder: Path) -> None:
    """Add a course's own catalogue, looked up before ours.

    `folder` holds `<language>/LC_MESSAGES/<domain>.mo`.
    """
    if (domain, folder) not in _catalogues:
        _catalogues.insert(0, (domain, folder))
        _loaded.clear()


def translate(message: str) -> str:
    """Return `message` (English) in the language in force, or as it is where none is known."""
    code = language()
    if code not in _loaded:
        chain = gettext.NullTranslations()
        for domain, folder in reversed(_catalogues):
            found = gettext.translation(domain, folder, languages=[code], fallback=True)
            found.add_fallback(chain)
            chain = found
        _loaded[code] = chain
    return _loaded[code].gettext(message)
