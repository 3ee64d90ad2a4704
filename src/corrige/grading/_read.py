"""Read a notebook that anybody may have written."""

from __future__ import annotations

import functools
import json
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.validator import normalize

from corrige.checks import translate as _

LARGEST = 64 * 2**20
"""Bytes; a notebook above this is not read. The largest honest ones hold a few MB of pictures."""


class Unreadable(Exception):
    """The file is no notebook that can be graded; the text says why, for student and grader."""


def read_notebook(path: Path) -> NotebookNode:
    """Return the notebook at `path`, format 4 whatever it was.

    Raises Unreadable where it is missing, no file, too large, not UTF-8, not JSON, or not a
    notebook; the text names the place in the file where one is known.
    """
    try:
        if not path.is_file():
            raise Unreadable(_("the file does not exist, or is no file"))
        if (size := path.stat().st_size) > LARGEST:
            raise Unreadable(
                _("the file has {size} MB, the limit is {most} MB").format(
                    size=size // 2**20, most=LARGEST // 2**20
                )
            )
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Unreadable(_("the file cannot be read ({why})").format(why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("the file is not UTF-8 text (byte {place})").format(place=error.start)
        ) from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            _(
                "the file is not valid JSON (line {line}: {why}): it was cut short, or changed "
                "outside Jupyter"
            ).format(line=error.lineno, why=error.msg)
        ) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(_("the JSON of the file is nested too deeply, or invalid")) from error
    return _upgraded(data)


def read_own(path: Path) -> NotebookNode:
    """Return a notebook of the course's own, which hundreds of submissions are held against.

    It is read once as long as the file stays the same, and shared: do not change it. Raises
    Unreadable as `read_notebook` does.
    """
    try:
        found = path.stat()
    except OSError:
        return read_notebook(path)
    return _read_once(path, found.st_mtime_ns, found.st_size, found.st_ino)


@functools.lru_cache(64)
def _read_once(path: Path, *_version: int) -> NotebookNode:
    return read_notebook(path)


def _upgraded(data: Any) -> NotebookNode:
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise Unreadable(_("the file is JSON, but no notebook (no field nbformat)"))
    try:
        with warnings.catch_warnings():
            # Missing cell ids and the like are mended by nbformat, with a warning for each.
            warnings.simplefilter("ignore")
            # Halves of surrogate pairs are JSON, but no text that could be sent or written.
            text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()
            native = nbformat.reader.reads(text)
            _changes, notebook = normalize(nbformat.convert(native, 4))
            nbformat.validate(notebook)
    except Exception as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Unreadable(_("the file is no valid notebook ({why})").format(why=reason)) from error
    return notebook
