"""Hide who is who, for showing results in class."""

from __future__ import annotations

import base64
import builtins
import gettext
import hashlib
import hmac
import os
import re
import secrets
import string
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from corrige.checks import translate as _
from corrige.grading.cells import bound_names
from corrige.report._values import ClassResults, Student
from corrige.standing import Result

KEY_NAME = ".corrige-pseudonyms"
"""File of the course that holds the key. Whoever has it can find the name behind a pseudonym."""


def read_key(root: Path) -> bytes:
    """Return the course's key for pseudonyms, made at first use, for its owner alone to read.

    A key that is drawn, not one from the configuration: with a known key anyone could compute the
    pseudonyms of all names.
    """
    path = root / KEY_NAME
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(key := secrets.token_bytes(32))
    return key


def anonymous(results: ClassResults, key: bytes, catalogues: Iterable[Path]) -> ClassResults:
    """Return the results with pseudonyms for names and without a word of the students' own.

    The same key gives the same student the same pseudonym, whatever the assignment. Students
    stand in the order of pseudonyms; times are cut to days; code is dropped. Of messages
    remains what a catalogue (.mo) holds; what was filled in, only where it is a name of the
    instructor's, a built-in one or a size.
    """
    names = frozenset(dir(builtins)).union(*(bound_names(code) for code in results.template))
    texts = _Texts(catalogues, names)
    students = [_hidden(student, key, texts) for student in results.students]
    return replace(results, students=tuple(sorted(students, key=lambda s: s.id)), template=())


def _hidden(student: Student, key: bytes, texts: _Texts) -> Student:
    digest = hmac.new(key, student.id.encode(), hashlib.sha256).digest()
    return Student(
        id=base64.b32encode(digest).decode()[:6],
        results={
            name: Result(r.state, r.points, texts.without_fields(r.message), r.seconds)
            for name, r in student.results.items()
        },
        graded_at=_day(student.graded_at) if student.graded_at else None,
        score=student.score,
        penalty=student.penalty,
        attempts=tuple(_day(time) for time in student.attempts),
        handed_in=student.handed_in,
    )


def _day(time: datetime) -> datetime:
    return time.replace(hour=0, minute=0, second=0, microsecond=0)


class _Texts:
    """The instructor's texts: what a message may show of itself."""

    def __init__(self, catalogues: Iterable[Path], names: frozenset[str]) -> None:
        self._names = names
        found: set[str] = set()
        for path in catalogues:
            with path.open("rb") as file:
                # gettext has no public way to list a catalogue.
                entries = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            found |= {text for pair in entries.items() for text in pair if isinstance(text, str)}
        found.discard("")
        # The text that says most comes first, so that a mere "{a}: {b}" does not hide it.
        ordered = sorted(found, key=lambda text: (-len(_FIELD.sub("", text)), text))
        self._patterns: Sequence[re.Pattern[str]] = [
            pattern for text in ordered if (pattern := _pattern(text)) is not None
        ]

    def without_fields(self, message: str) -> str:
        if not message:
            return ""
        lines = [self._line(line) for line in message.split("\n")]
        return "\n".join(dict.fromkeys(lines))

    def _line(self, line: str) -> str:
        for pattern in self._patterns:
            if (match := pattern.fullmatch(line)) is not None:
                spans = [match.span(number + 1) for number in range(pattern.groups)]
                return _filled(line, [s for s in spans if not self._may_show(line[slice(*s)])])
        return _("(a message of this submission's own, not shown)")

    def _may_show(self, value: str) -> bool:
        return value in self._names or _SIZE.fullmatch(value) is not None


def _filled(line: str, hidden: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(hidden):
        line = f"{line[:start]}…{line[end:]}"
    return line


def _pattern(text: str) -> re.Pattern[str] | None:
    """Return what matches `text` filled in; None where it is no text of its own.

    A field ends where the text goes on for the first time, for good (an atomic group): what a
    student had a message filled with must not make the match take ages.
    """
    texts = [""]
    try:
        for literal, field, *_rest in string.Formatter().parse(text):
            texts[-1] += literal
            if field is not None:
                texts.append("")
    except ValueError:
        return None
    if not any(literal.strip(" :;,.") for literal in texts):
        return None
    first, *others = (re.escape(literal) for literal in texts)
    if not others:
        return re.compile(first)
    *middle, last = others
    return re.compile(first + "".join(f"(?>(.*?){one})" for one in middle) + f"(.*){last}")


_FIELD = re.compile(r"\{[^}]*\}")
_SIZE = re.compile(r"[\d(), ]{1,24}")
