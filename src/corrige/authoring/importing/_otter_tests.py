"""otter's test cells as nbgrader's: what a cell displays becomes an assertion, points are kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from nbformat import NotebookNode

from corrige.authoring._cells import BEGIN_HIDDEN, END_HIDDEN
from corrige.authoring.importing._code import parsed
from corrige.checks import translate as _

_CONFIG = re.compile(
    r"\A\s*(?:\w+\s*=\s*)?(\"\"\"|''')\s*#\s*BEGIN\s*TEST\s*CONFIG\s*\n(?P<yaml>.*?)"
    r"(\"\"\"|''');?\s*#\s*END\s*TEST\s*CONFIG[^\n]*\n?",
    re.DOTALL | re.IGNORECASE,
)
_HIDDEN = re.compile(r"\A\s*#[^\n]*\bhidden\b[^\n]*\n?", re.IGNORECASE)
_IGNORED = re.compile(r"^[^\n]*#[ \t]*IGNORE[ \t]*\n?", re.MULTILINE)


@dataclass(frozen=True)
class OtterTest:
    """One test case: its code as it was, what it displayed, and its settings.

    valued: whether the last thing displayed is the value of the cell's last line.
    """

    code: str
    displayed: str
    valued: bool
    run: bool
    hidden: bool
    points: float | None
    message: str | None


def read_test(cell: NotebookNode) -> OtterTest:
    """Return what a cell between `# BEGIN TESTS` and `# END TESTS` says.

    Raises ValueError where its configuration is no YAML mapping.
    """
    text: str = cell.source
    config: Any = {}
    if (match := _CONFIG.match(text)) is not None:
        try:
            config = yaml.safe_load(match.group("yaml")) or {}
        except yaml.YAMLError:
            raise ValueError("the TEST CONFIG is no valid YAML") from None
        if not isinstance(config, dict):
            raise ValueError("the TEST CONFIG is no mapping, such as `points: 1`")
        text = text[match.end() :]
    hidden = bool(_HIDDEN.match(text))
    points = config.get("points")
    if points is not None and (isinstance(points, bool) or not isinstance(points, int | float)):
        raise ValueError("`points` in the TEST CONFIG is no number")
    return OtterTest(
        code=_IGNORED.sub("", _HIDDEN.sub("", text)).strip("\n"),
        displayed=_displayed(cell),
        valued=any(output.output_type == "execute_result" for output in cell.outputs),
        run=cell.execution_count is not None or bool(cell.outputs),
        hidden=bool(config.get("hidden", hidden)),
        points=None if points is None else float(points),
        message=config.get("failure_message"),
    )


def weigh(points: Any, tests: Sequence[OtterTest]) -> list[float]:
    """Return the points of each test, as otter resolves them.

    A question's points are shared by the tests that name none; without any, it is worth 1.
    Raises ValueError where the two disagree.
    """
    if isinstance(points, dict):
        points = points.get("each", 1) * len(tests)
    if isinstance(points, list):
        if len(points) != len(tests):
            raise ValueError(f"{len(points)} points for {len(tests)} tests")
        own = [
            test.points if p is None else float(p) for p, test in zip(points, tests, strict=True)
        ]
        points = None
    else:
        own = [test.points for test in tests]
    named = sum(p for p in own if p is not None)
    open_ones = own.count(None)
    if points is None:
        share = 1 / len(tests) if open_ones == len(tests) else 0.0
    elif not isinstance(points, int | float) or isinstance(points, bool):
        raise ValueError(f"`points: {points}` is neither a number, a list nor `each: …`")
    elif named > points or (not open_ones and named != points):
        raise ValueError(f"the question has {points} points, its tests {named:g}")
    else:
        share = (points - named) / open_ones if open_ones else 0.0
    return [share if p is None else p for p in own]


def test_source(test: OtterTest) -> tuple[str, str | None]:
    """Return the code of the nbgrader test cell, and a remark where it can never fail."""
    code, remark = _asserting(test)
    if not test.hidden:
        return code, remark
    return "\n".join(["# " + _("Hidden test"), BEGIN_HIDDEN, code, END_HIDDEN]), remark


def _asserting(test: OtterTest) -> tuple[str, str | None]:
    tree = parsed(test.code)
    if tree is None:
        return test.code, None  # fails by itself, with Python's own words
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.FunctionDef) and last.name.startswith("test"):
        given = [a.arg for a in last.args.args]
        words = ["globals()" if name == "env" else name for name in given]
        return f"{test.code}\n\n{last.name}({', '.join(words)})", None
    if any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(tree)):
        return test.code, None
    if not test.run:
        return test.code, "it was never run, so nothing says what is right: 0 points, write asserts"
    if not test.displayed:
        return test.code, "it displays nothing and asserts nothing: 0 points, write asserts"
    message = f", {test.message!r}" if test.message else ""
    if isinstance(last, ast.Expr) and not _prints(tree):
        before = "\n".join(ast.unparse(node) for node in tree.body[:-1])
        claim = _claim(last.value, test.displayed)
        return f"{before}\nassert {claim}{message}".lstrip("\n"), None
    if test.valued and isinstance(last, ast.Expr):
        tree.body[-1] = ast.parse(f"print(repr({ast.unparse(last.value)}))").body[0]
    body = "\n".join(f"    {line}" for line in ast.unparse(tree).split("\n"))
    return (
        "import contextlib\nimport io\n\nprinted = io.StringIO()\n"
        f"with contextlib.redirect_stdout(printed):\n{body}\n"
        f"assert printed.getvalue().rstrip() == {test.displayed!r}{message}"
    ), None


def _claim(node: ast.expr, displayed: str) -> str:
    text = ast.unparse(node)
    if displayed == "True":
        return text if not isinstance(node, ast.Tuple) else f"({text})"
    if displayed == "False":
        return f"not ({text})"
    try:
        value = ast.literal_eval(displayed)
    except (ValueError, SyntaxError):
        return f"repr({text}) == {displayed!r}"
    return f"({text}) == {value!r}"


def _prints(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        for node in ast.walk(tree)
    )


def _displayed(cell: NotebookNode) -> str:
    texts = []
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stdout":
            texts.append(output.text)
        elif output.output_type in ("execute_result", "display_data"):
            texts.append(output.data.get("text/plain", ""))
    return "".join(texts).rstrip()
