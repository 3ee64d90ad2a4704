"""What can go wrong behind the wall, and whose doing it is."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from corrige.wall.wire import ExceptionRecord

MAX_NAME = 80
MAX_MESSAGE = 1_000
MAX_TRACE = 4_000

# The builtin types a test may name in `pytest.raises`. AssertionError is not among them: a
# student's own assertion must not count as one of the test's. Neither are those that steer the
# interpreter (StopIteration, SystemExit, KeyboardInterrupt, …).
_NATURAL: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (
        ArithmeticError,
        AttributeError,
        BufferError,
        EOFError,
        FileNotFoundError,
        FloatingPointError,
        ImportError,
        IndexError,
        KeyError,
        LookupError,
        MemoryError,
        ModuleNotFoundError,
        NameError,
        NotImplementedError,
        OSError,
        OverflowError,
        PermissionError,
        RecursionError,
        RuntimeError,
        TypeError,
        UnboundLocalError,
        UnicodeDecodeError,
        UnicodeEncodeError,
        UnicodeError,
        ValueError,
        ZeroDivisionError,
    )
}


class StudentError(Exception):
    """The student's code raised; name and message are its claims, printable and capped.

    Where the student's exception derives from a builtin such as ValueError, so does the class
    that is raised here, and `pytest.raises(ValueError)` works as in one process.

    quiet: while a hidden test runs, `str()` gives nothing: a check may put the text into a message
    of its own, and the student's side could have put the test's inputs into the text.
    """

    quiet: ClassVar[bool] = False

    def __init__(self, type_name: str, message: str = "", trace: str = "") -> None:
        self.type_name = printable(type_name, MAX_NAME).replace("\n", " ")
        self.message = printable(message, MAX_MESSAGE)
        self.trace = printable(trace, MAX_TRACE)
        super().__init__(self.message)

    def __str__(self) -> str:
        return "" if StudentError.quiet else self.message


class NonFiniteError(StudentError):
    """The student's side returned NaN or infinity where the check did not allow it."""


class Ungradable(BaseException):
    """The submission cannot be judged: it died, is silent, or does not speak the protocol.

    Not an Exception, so that no `except Exception` of a test hides it; the link remembers it.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = printable(detail, MAX_MESSAGE)


class Refused(TypeError):
    """A test compares, orders or weighs an object whose answer would be the student's to give."""


class Unsupported(TypeError):
    """A check needs what the wall does not carry: the check's fault, not the student's."""


def student_error(record: ExceptionRecord) -> StudentError:
    """Turn a record from the student's side into an exception to raise here."""
    return _error_class(record.builtin)(record.name, record.message, record.trace)


@lru_cache(maxsize=64)
def _error_class(builtin: str) -> type[StudentError]:
    if builtin not in _NATURAL:
        return StudentError
    return type(f"Student{builtin}", (StudentError, _NATURAL[builtin]), {})


def printable(text: str, limit: int) -> str:
    """Return `text` with control and format characters escaped, at most `limit` characters."""
    cut = text[:limit]
    if cut.replace("\n", "").isprintable():
        return cut + ("…" if len(text) > limit else "")
    shown = "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii")
        for c in cut
    )
    return shown[:limit] + ("…" if len(text) > limit or len(shown) > limit else "")
