"""Rules on how a solution is written, judged from its source."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable
from typing import Any

from corrige.checks._messages import translate as _

_DYNAMIC = frozenset({"getattr", "eval", "exec", "__import__", "globals", "vars", "compile"})
_provider: Callable[[Any], str] | None = None


def use_source(provider: Callable[[Any], str] | None) -> None:
    """Have `source_of` ask `provider`, where objects cannot be inspected; None puts it back."""
    global _provider
    _provider = provider


def source_of(thing: Any) -> str:
    """Return the source text a rule is judged on: that of a class or function.

    Raises AssertionError where there is none (an object built by other means than a `class` or
    `def` statement of the notebook).
    """
    try:
        return _provider(thing) if _provider else textwrap.dedent(inspect.getsource(thing))
    except (OSError, TypeError) as error:
        raise AssertionError(
            _("the source of {name} cannot be read: define it in a cell of the notebook").format(
                name=getattr(thing, "__name__", type(thing).__name__)
            )
        ) from error


def forbids(thing: Any, names: Iterable[str], why: str) -> None:
    """`thing` is written without `names` (last parts of dotted names, such as "GRU").

    Ways to reach a name without writing it (getattr, eval, …) are refused as well.
    """
    used = _names(source_of(thing))
    for name in names:
        assert name not in used, why.format(name=name)
    hidden = sorted(used & _DYNAMIC)
    assert not hidden, _(
        "{names} cannot be judged here: write the calls out, without going through their names"
    ).format(names=", ".join(hidden))


def requires(thing: Any, names: Iterable[str], why: str) -> None:
    """`thing` is written with at least one of `names`."""
    assert _names(source_of(thing)) & set(names), why


def _names(source: str) -> set[str]:
    """Return every identifier that `source` uses: names, attributes, imports and their aliases."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.alias(name=name):
                found.update(name.split("."))
    return found
