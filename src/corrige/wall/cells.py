"""Runs cells of the instructor's notebook in the verifier and judges what comes of them."""

from __future__ import annotations

import ast
import contextlib
import io
import linecache
import random
import re
import sys
import traceback
import types
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import torch

from corrige.verdict import Outcome, Verdict
from corrige.wall import messages
from corrige.wall.errors import (
    NonFiniteError,
    Refused,
    StudentError,
    Ungradable,
    Unsupported,
    printable,
)
from corrige.wall.link import DIED, PROTOCOL, SILENT
from corrige.wall.proxy import Wall
from corrige.wall.wire import WireError

MAX_MESSAGE = 2_000
MAX_DETAIL = 8_000
MAX_OUTPUT = 4_000

_REASONS = {DIED: "DIED", SILENT: "SILENT", PROTOCOL: "PROTOCOL"}
_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)


class TimeUp(BaseException):
    """A cell's time is over. Not an Exception, so that a test does not swallow it."""


class OutOfRange(Exception):
    """The last line of a test cell is a number that is no number of points."""


# What a check's mistake and a student's value can bring about alike. Not a fault, since a fault
# costs nothing and is tried again: a person looks at it.
_EITHER = (OutOfRange, WireError, MemoryError)


class Namespace(dict[str, Any]):
    """Globals of the instructor's cells, in which the student's names are looked up lazily.

    Only names that `bind` announced are asked for on the student's side; a name that is not
    there is a NameError in the cell, as it would be in one process.
    """

    def __init__(self, wall: Wall) -> None:
        super().__init__({"__name__": "__main__", "__builtins__": __builtins__})
        self._wall = wall
        self._remote: set[str] = set()
        self._found: set[str] = set()

    def bind(self, names: Iterable[str]) -> None:
        """Declare that a cell of the student's has just bound these names."""
        for name in names:
            self._remote.add(name)
            self.pop(name, None)

    def __setitem__(self, name: str, value: Any) -> None:
        self._remote.discard(name)
        super().__setitem__(name, value)

    def __missing__(self, name: str) -> Any:
        if name not in self._remote:
            raise KeyError(name)
        value = self._wall.name(name)
        super().__setitem__(name, value)
        self._found.add(name)
        return value

    def forget(self) -> None:
        """Look the student's names up afresh from now on."""
        for name in self._found & self._remote:
            self.pop(name, None)
        self._found.clear()


class Runner:
    """Executes cells one after another in one namespace."""

    def __init__(self, wall: Wall) -> None:
        self.wall = wall
        self.namespace = Namespace(wall)
        self.count = 0

    def instructor(self, source: str, seed: int) -> str:
        """Run a cell that is not a test. Return "" or, where it raised, what happened.

        Raises nothing: what the cell failed to bind is missing in later tests.
        """
        try:
            with self._cell(seed):
                self._execute(source)
        except BaseException as error:
            return printable(_trace(error), MAX_DETAIL)
        return ""

    def test(
        self, cell: str, source: str, max_points: float, seed: int, hidden: bool = True
    ) -> Verdict:
        """Run a test cell and return its verdict; raises nothing.

        In a `hidden` test, text of the student's side stays out of the message, since it could
        carry the test's inputs; the grader finds it in the detail.
        """
        note = {"seed": seed}
        output = io.StringIO()
        try:
            StudentError.quiet = hidden
            with self._cell(seed, output):
                value = self._execute(source)
            if self.wall.broken is not None:
                raise self.wall.broken
            if type(value) in (int, float) and not 0 <= value <= max_points:
                raise OutOfRange(f"the last line is {value}, not between 0 and {max_points}")
            return _graded(cell, value, max_points, note)
        except BaseException as error:
            outcome, message = self._judge(self.wall.broken or error, hidden)
            StudentError.quiet = False
            detail = _trace(error)
            if isinstance(error, StudentError):
                detail += f"\n--- student's side\n{error.message}\n{error.trace}"
            if printed := output.getvalue():
                detail += f"\n--- printed\n{printed[-MAX_OUTPUT:]}"
            make = {
                Outcome.FAILED: Verdict.failed,
                Outcome.UNGRADABLE: Verdict.ungradable,
                Outcome.FAULT: Verdict.fault,
            }[outcome]
            return make(
                cell,
                max_points,
                printable(message, MAX_MESSAGE),
                detail=printable(detail[-MAX_DETAIL:], MAX_DETAIL),
                **note,
            )

    @contextlib.contextmanager
    def _cell(self, seed: int, output: io.StringIO | None = None) -> Iterator[None]:
        """Give a cell fresh student names, seeded generators and a quiet place to run in."""
        self.namespace.forget()
        self.wall.begin_cell(seed)
        # The generators' seeds are secrets of the verifier: derived, never the recorded number.
        inner = self.wall.secret("python")
        random.seed(inner)
        if (numpy := sys.modules.get("numpy")) is not None:
            numpy.random.seed(inner % 2**32)
        output = output or io.StringIO()
        with (
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(output),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("default")
            try:
                yield
            finally:
                torch.set_default_dtype(torch.float32)
                torch.set_grad_enabled(True)

    def _execute(self, source: str) -> Any:
        """Run the source; return the value of its last line where that is an expression."""
        self.count += 1
        name = f"<cell {self.count}>"
        source = _MAGIC.sub(r"\1pass", source)
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        tree = ast.parse(source, name)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
        exec(compile(tree, name, "exec"), self.namespace)
        return None if last is None else eval(compile(last, name, "eval"), self.namespace)

    def _judge(self, error: BaseException, hidden: bool) -> tuple[Outcome, str]:
        name = type(error).__name__
        if isinstance(error, Ungradable):
            return Outcome.UNGRADABLE, getattr(messages, _REASONS.get(error.reason, "PROTOCOL"))
        if isinstance(error, TimeUp):
            return Outcome.UNGRADABLE, messages.TIME_UP
        if isinstance(error, _EITHER) and self.wall.contacts:
            return Outcome.UNGRADABLE, messages.UNCLEAR
        if _ours(error) or not self.wall.contacts:
            return Outcome.FAULT, messages.FAULT
        proves = _docstring(error)
        return Outcome.FAILED, f"{proves}\n{_explain(error, name, hidden)}".strip()


def _explain(error: BaseException, name: str, hidden: bool) -> str:
    if isinstance(error, NonFiniteError):
        return messages.NON_FINITE
    if isinstance(error, StudentError):
        natural = name.removeprefix("Student")
        if hidden or not error.message:
            return messages.RAISED.format(name=natural if natural != "Error" else "Exception")
        return messages.RAISED_WITH.format(name=error.type_name, message=error.message)
    if isinstance(error, NameError) and error.name:
        return messages.UNDEFINED.format(name=error.name)
    if isinstance(error, AssertionError):
        return str(error) if _asserted(error) and str(error) else messages.NOT_MET
    if name == "Failed":  # pytest.fail, and pytest.raises that saw nothing
        return messages.NOT_MET
    return messages.BROKE.format(name=name)


def _ours(error: BaseException) -> bool:
    """Whether the exception tells of the check or the machine rather than of the student."""
    if isinstance(error, Refused | StudentError):
        return False
    if isinstance(error, ModuleNotFoundError):
        return True
    if isinstance(error, Exception):
        return isinstance(error, Unsupported | SyntaxError)
    return type(error).__name__ != "Failed"


def _asserted(error: BaseException) -> bool:
    """Whether the text is a check author's, not a library's, which would show expected values."""
    step = error.__traceback__
    if step is None:
        return False
    while step.tb_next is not None:
        step = step.tb_next
    module = str(step.tb_frame.f_globals.get("__name__", ""))
    return module.split(".")[0] in ("__main__", "grader_tests", "corrige")


def _docstring(error: BaseException) -> str:
    """Return the docstring of the outermost check that the exception came through, or ""."""
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        made = step.tb_frame.f_globals.get(code.co_name)
        if code.co_name.startswith("test") and isinstance(made, types.FunctionType):
            return (made.__doc__ or "").strip()
        step = step.tb_next
    return ""


def _graded(cell: str, value: Any, max_points: float, note: dict[str, Any]) -> Verdict:
    if type(value) not in (int, float):
        return Verdict.passed(cell, max_points, **note)
    if value == max_points:
        return Verdict.passed(cell, max_points, **note)
    if value == 0:
        return Verdict.failed(cell, max_points, messages.NOT_MET, **note)
    return Verdict(
        cell=cell,
        outcome=Outcome.PARTIAL,
        points=float(value),
        max_points=max_points,
        message=messages.PARTIAL,
        **note,
    )


def _trace(error: BaseException) -> str:
    try:
        return "".join(traceback.format_exception(error, limit=-6))
    except Exception:
        return type(error).__name__
