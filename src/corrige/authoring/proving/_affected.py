"""Which test cells can notice a change of a solution cell: only those are run again."""

from __future__ import annotations

import ast
import functools
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nbformat import NotebookNode

from corrige.grading.cells import bound_names, grade_id, is_test, used_names

_REACHING = frozenset({"setattr", "delattr", "exec", "eval", "globals", "vars", "__import__"})


def affected_tests(notebook: NotebookNode, changed: Mapping[str, str]) -> frozenset[str]:
    """Return the test cells whose verdict may depend on the `changed` solution cells.

    changed: the new text of solution cells, by grade id.

    A test depends on a cell through names: those it reads, those that the cells before it that
    bound them had read, and so on. A text that could reach further (it sets attributes of
    something it has not made, or calls `exec`, `setattr` and the like) affects every test.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if not all(map(_keeps_to_itself, changed.values())):
        return frozenset(grade_id(c) or "" for c in code if is_test(c))
    ever: set[str] = set()
    while True:
        before = len(ever)
        found = _pass(code, changed, ever)
        if len(ever) == before:
            return _with_what_they_need(code, found)


def _pass(code: Sequence[NotebookNode], changed: Mapping[str, str], ever: set[str]) -> set[str]:
    """Go through the cells in order; names that differ from the reference's are added to `ever`."""
    tainted: set[str] = set()
    found = set()
    for cell in code:
        name = grade_id(cell) or ""
        if name in changed:
            tainted |= bound_names(cell.source) | bound_names(changed[name])
        touched = False
        for now, later, bound in _statements(cell.source):
            # What follows a statement that may fail may not run at all.
            touched = touched or bool(now & tainted or later & ever)
            tainted = tainted | bound if touched or name in changed else tainted - bound
        if touched and is_test(cell):
            found.add(name)
        ever |= tainted
    return found


def _with_what_they_need(code: Sequence[NotebookNode], tests: set[str]) -> frozenset[str]:
    """Add the test cells that bind what a chosen one reads."""
    cells = {grade_id(cell) or "": cell.source for cell in code if is_test(cell)}
    while True:
        needed = frozenset[str]().union(*(_reads(cells[name]) for name in tests))
        more = {name for name, text in cells.items() if bound_names(text) & needed} | tests
        if more == tests:
            return frozenset(tests)
        tests = more


@functools.lru_cache(1024)
def _statements(source: str) -> tuple[tuple[frozenset[str], frozenset[str], frozenset[str]], ...]:
    """Return, for each statement of a cell, the names it reads when it runs, those that functions
    in it read when they are called, and those it binds."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        used = used_names(source)
        return ((used, used, bound_names(source)),)
    found = []
    for statement in tree.body:
        text = ast.unparse(statement)
        inside = _read_by_functions(symtable.symtable(text, "<cell>", "exec"))
        found.append((frozenset(_read_at_once(statement)), inside, bound_names(text)))
    return tuple(found)


def _read_at_once(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    children: Iterable[ast.AST] = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        children = [*node.decorator_list, node.args]
    elif isinstance(node, ast.Lambda):
        children = [node.args]
    for child in children:
        yield from _read_at_once(child)


def _read_by_functions(table: symtable.SymbolTable) -> frozenset[str]:
    found = frozenset(
        symbol.get_name()
        for symbol in table.get_symbols()
        if table.get_type() == "function" and symbol.is_global() and symbol.is_referenced()
    )
    return found.union(*map(_read_by_functions, table.get_children()))


def _reads(source: str) -> frozenset[str]:
    """Return the names that a cell reads when it runs and has not bound itself before."""
    found: set[str] = set()
    own: set[str] = set()
    for now, _later, bound in _statements(source):
        found |= now - own
        own |= bound
    return frozenset(found)


def _keeps_to_itself(source: str) -> bool:
    """Whether all that the code changes are names of its own and attributes of `self`."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return True  # it never runs
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} | {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in _REACHING:
            return False
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            root: ast.expr = node
            while isinstance(root, ast.Attribute | ast.Subscript):
                root = root.value
            if not (isinstance(root, ast.Name) and root.id in own):
                return False
    return True
