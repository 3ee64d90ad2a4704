"""Rules on how a solution is written, judged from its source."""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
import symtable
import sys
import textwrap
import types
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from corrige.checks._messages import translate as _

_DYNAMIC = frozenset({"getattr", "eval", "exec", "__import__", "globals", "vars", "compile"})
_notebook: str | None = None


def use_notebook(text: str | None) -> None:
    """Judge rules on `text`, all code of a submission, where its objects cannot be inspected.

    None goes back to inspecting objects.
    """
    global _notebook
    _notebook = text


def source_of(thing: Any) -> str:
    """Return the source text of a class or function, of a notebook or of a file.

    `inspect.getsource` finds no classes of a notebook (they belong to no file); their methods
    know the cell they come from.

    Raises AssertionError where there is none: an object built by other means than a `class` or
    `def` statement.
    """
    try:
        if isinstance(thing, type):
            return _class_source(thing)
        return inspect.getsource(thing)
    except (OSError, TypeError) as error:
        raise AssertionError(
            _("the source of {name} cannot be read: define it in a cell of the notebook").format(
                name=getattr(thing, "__name__", type(thing).__name__)
            )
        ) from error


def forbids(thing: Any, names: Iterable[str], why: str) -> None:
    """`thing` is written without `names` (last parts of dotted names, such as "GRU").

    What it builds on (its base classes, the functions and classes of the notebook that it uses)
    counts as well, but not what a class or function of the student's or the course's is called.
    Ways to reach a name without writing it (getattr, eval, …) are refused.
    """
    used = _names(thing)
    for name in names:
        assert name not in used, why.format(name=name)
    hidden = sorted(used & _DYNAMIC)
    assert not hidden, _(
        "{names} cannot be judged here: write the calls out, without going through their names"
    ).format(names=", ".join(hidden))


def requires(thing: Any, names: Iterable[str], why: str) -> None:
    """`thing`, or what it builds on, is written with at least one of `names`."""
    assert _names(thing) & set(names), why


def _names(thing: Any) -> set[str]:
    """Return every identifier in the source of `thing` and of what it builds on.

    An alias counts as what it stands for: after `Layer = nn.GRU`, "GRU" is used with "Layer".
    """
    if _notebook is not None:
        return _names_in(_notebook, str(getattr(thing, "__name__", "")))
    found: set[str] = set()
    pending, seen = [thing], set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        tree = ast.parse(textwrap.dedent(_source_or_nothing(current, thing)))
        if isinstance(current, type):
            found.update(base.__name__ for base in current.__mro__ if _is_torchs(base.__module__))
        values = dict(_global_values(current, set(_identifiers(tree))))
        torchs = {name for name, value in values.items() if _is_torchs(value.__module__)}
        found.update(_identifiers(tree, values.keys() - torchs))
        found.update(values[name].__name__ for name in torchs)
        pending += [v for v in values.values() if v.__module__ == current.__module__]
    return found


def _source_or_nothing(current: Any, thing: Any) -> str:
    """Return the source of `current`; of what `thing` builds on, "" where it has no method."""
    try:
        return source_of(current)
    except AssertionError:
        if current is thing:
            raise
        return ""


def _is_torchs(module: str | None) -> bool:
    return (module or "").partition(".")[0].startswith("torch")


def _names_in(text: str, name: str) -> set[str]:
    """Return every identifier that the last definitions of `name` in `text` build on."""
    bound = dict(_bindings(text))
    if name not in bound:
        raise AssertionError(
            _("the source of {name} cannot be read: define it in a cell of the notebook").format(
                name=name
            )
        )
    found: set[str] = set()
    own = {name for name, nodes in bound.items() if all(map(_is_own, nodes))}
    pending = [name]
    while pending:
        for node in bound.pop(pending.pop(), []):
            found.update(_identifiers(node, own))
            pending += _read_from_outside(node) & bound.keys()
    return found


def _is_own(node: ast.stmt) -> bool:
    """Whether a statement binds what the student or the course has written, not a library's."""
    if isinstance(node, ast.ImportFrom):
        root = (node.module or "").partition(".")[0]
        return not _is_torchs(root) and root not in sys.stdlib_module_names
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


@functools.lru_cache(maxsize=512)
def _read_from_outside(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement looks up outside of the functions and classes in it.

    A local variable `hidden` has nothing to do with what a cell elsewhere calls `hidden`.
    """
    found: set[str] = set()
    try:
        pending = [symtable.symtable(ast.unparse(node), "<cell>", "exec")]
    except (SyntaxError, ValueError, RecursionError):
        return frozenset(inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))
    while pending:
        table = pending.pop()
        pending += table.get_children()
        inside = isinstance(table, symtable.Function)
        found.update(
            symbol.get_name()
            for symbol in table.get_symbols()
            if (symbol.is_global() if inside else symbol.is_referenced())
        )
    return frozenset(found)


_BINDS = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.alias)


@functools.lru_cache(maxsize=1)
def _bindings(text: str) -> dict[str, list[ast.stmt]]:
    """Return the statements outside functions and classes, by each name that they bind.

    What sets an attribute or an item of a name (`A.forward = …`, `setattr(A, …)`) counts as well.
    """
    bound: dict[str, list[ast.stmt]] = {}
    pending: list[ast.AST] = [ast.parse(text)]
    while pending:
        for node in ast.iter_child_nodes(pending.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                bound.setdefault(node.name, []).append(node)
                continue
            if isinstance(node, ast.stmt):
                for inner in ast.walk(node):
                    if not isinstance(inner, _BINDS):
                        continue
                    if isinstance(inner, ast.Name):
                        if isinstance(inner.ctx, ast.Store):
                            bound.setdefault(inner.id, []).append(node)
                    elif (changed := _changed(inner)) is not None:
                        bound.setdefault(changed, []).append(node)
                    elif isinstance(inner, ast.alias):
                        alias = inner.asname or inner.name.partition(".")[0]
                        bound.setdefault(alias, []).append(node)
            pending.append(node)
    return bound


def _changed(node: ast.AST) -> str | None:
    """Return the name whose attribute or item `node` sets, if it does."""
    match node:
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            target: ast.expr = node
        case ast.Call(func=ast.Name(id="setattr"), args=[first, *_]):
            target = first
        case _:
            return None
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None


def _identifiers(tree: ast.AST, own: Collection[str] = ()) -> Iterator[str]:
    """Yield the names in `tree`; those in `own` only where they are an attribute of something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if node.id not in own:
                yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias) and (node.asname or node.name) not in own:
            yield from node.name.split(".")


def _global_values(thing: Any, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield (name, value) for the classes and functions that `names` mean to `thing`."""
    for function in _functions(thing):
        for name in names:
            value = function.__globals__.get(name)
            if isinstance(value, type | types.FunctionType):
                yield name, value
        return


def _functions(thing: Any) -> list[types.FunctionType]:
    values = list(vars(thing).values()) if isinstance(thing, type) else [thing]
    return [value for value in values if isinstance(value, types.FunctionType)]


def _class_source(thing: type) -> str:
    for function in _functions(thing):
        lines = linecache.getlines(function.__code__.co_filename)
        text = "".join(lines)
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.ClassDef)
                and node.name == thing.__name__
                and node.end_lineno is not None
                and node.lineno <= function.__code__.co_firstlineno <= node.end_lineno
            ):
                return ast.get_source_segment(text, node, padded=True) or ""
    raise OSError(f"no class statement found for {thing.__name__}")
