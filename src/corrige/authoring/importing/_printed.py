"""What the prints of a cell have left in its output, sizes of tensors above all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corrige.authoring.importing._code import called_name, constant_text, parsed

_NUMBERS = r"\d+(?:, \d+)*,?|"
_SIZE = rf"(?:torch\.Size\(\[(?:{_NUMBERS})\]\)|\((?:{_NUMBERS})\)|\[(?:{_NUMBERS})\])"


@dataclass(frozen=True)
class Print:
    """A top-level print, or the expression a cell ends in: what it leaves in the output.

    pattern: matches its line of the output. labelled: whether it holds words of its own.
    sizes: the expressions whose sizes it shows, one a group of the pattern.
    """

    statement: int
    line: int
    pattern: re.Pattern[str]
    labelled: bool
    sizes: tuple[ast.expr, ...]


def prints(source: str) -> Iterator[Print]:
    """Yield the top-level prints of a cell, and its last expression."""
    tree = parsed(source)
    body = [] if tree is None else tree.body
    for place, node in enumerate(body):
        if not isinstance(node, ast.Expr):
            continue
        call = node.value
        if isinstance(call, ast.Call) and called_name(call) == "print":
            options = {k.arg: constant_text(k.value) for k in call.keywords}
            if set(options) - {"sep", "flush"}:
                continue
            yield _print(place, node.lineno, call.args, options.get("sep") or " ")
        elif node is body[-1]:
            yield _print(place, node.lineno, [call], " ")


def shape_of(text: str) -> tuple[int, ...]:
    """Return the sizes in `torch.Size([…])`, `(…)` or `[…]`."""
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _print(place: int, line: int, arguments: list[ast.expr], sep: str) -> Print:
    parts, sizes = [], []
    labelled = False
    for argument in arguments:
        pieces = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
        pattern = ""
        for piece in pieces:
            if (text := constant_text(piece)) is not None:
                pattern += re.escape(text)
                labelled = labelled or bool(text.strip())
            elif (sized := _sized(piece)) is not None:
                pattern += f"({_SIZE})"
                sizes.append(sized)
            else:
                pattern += ".*?"
        parts.append(pattern)
    whole = re.compile("^" + re.escape(sep).join(parts) + r"[ \t]*$", re.MULTILINE)
    return Print(place, line, whole, labelled, tuple(sizes))


def _sized(node: ast.expr) -> ast.expr | None:
    """Return what a `x.size()`, `x.shape` or `tuple(x.shape)` takes the size of, else None."""
    if isinstance(node, ast.FormattedValue):
        return _sized(node.value) if node.format_spec is None else None
    if isinstance(node, ast.Attribute) and node.attr == "shape":
        return node.value
    if isinstance(node, ast.Call) and not node.keywords:
        if called_name(node) == "size" and isinstance(node.func, ast.Attribute) and not node.args:
            return node.func.value
        if called_name(node) in ("tuple", "list") and len(node.args) == 1:
            return _sized(node.args[0])
    return None
