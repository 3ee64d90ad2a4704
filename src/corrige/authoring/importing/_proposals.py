"""Propose tests from the sizes that the instructor's own run has left in the outputs."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nbformat import NotebookNode

from corrige.authoring.importing._code import parsed
from corrige.authoring.importing._printed import Print, prints, shape_of
from corrige.checks import translate as _
from corrige.grading.cells import bound_names, used_names


@dataclass(frozen=True)
class Proposal:
    """A test of recorded sizes: its code, and the solutions (grade ids) that it depends on."""

    source: str
    says: str
    solutions: tuple[str, ...]


class Sizes:
    """Follows which names depend on which solutions, cell by cell in notebook order."""

    def __init__(self) -> None:
        self._origin: dict[str, frozenset[str]] = {}
        self._order: list[str] = []

    def after(
        self, cell: NotebookNode, name: str | None
    ) -> tuple[Proposal | None, list[tuple[int, str]]]:
        """Return the test that the cell's outputs propose, and (line, remark)s.

        name: the grade id of the cell where it is a solution, else None.
        """
        own = frozenset() if name is None else frozenset({name})
        if name is not None:
            self._order.append(name)
        recorded = _recorded(cell)
        shown = {p.statement: p for p in prints(cell.source) if p.sizes}
        found: dict[str, tuple[int, ...]] = {}
        origins: frozenset[str] = frozenset()
        remarks = []
        tree = parsed(cell.source)
        body = [] if tree is None else tree.body
        for place, node in enumerate(body):
            text = ast.unparse(node)
            depends = own.union(*(self._origin.get(n, frozenset()) for n in used_names(text)))
            if place in shown and depends:
                later = {n for other in body[place + 1 :] for n in bound_names(ast.unparse(other))}
                shapes, remark = _shapes(shown[place], recorded, later)
                found |= shapes
                origins |= depends if shapes else frozenset()
                remarks += [(node.lineno, remark)] if remark else []
            for bound in bound_names(text):
                self._origin[bound] = depends
        if not found:
            return None, remarks
        solutions = tuple(name for name in self._order if name in origins)
        says = "sizes " + ", ".join(f"{name} {shape}" for name, shape in found.items())
        return Proposal(_test(found), says, solutions), remarks


def _shapes(
    shown: Print, recorded: str, later: set[str]
) -> tuple[dict[str, tuple[int, ...]], str | None]:
    """Return the sizes recorded for one print, by expression, or a remark on why there are none."""
    matches = {match.groups() for match in shown.pattern.finditer(recorded)}
    if not matches:
        return {}, "prints sizes, but the output holds none: run the notebook, or write the test"
    if len(matches) > 1:
        return {}, "prints sizes that the output shows with several values: write the test"
    expressions = [ast.unparse(node) for node in shown.sizes]
    if any(used_names(expression) & later for expression in expressions):
        return {}, "prints the size of a name that the cell binds again: write the test"
    return dict(zip(expressions, map(shape_of, matches.pop()), strict=True)), None


def _recorded(cell: NotebookNode) -> str:
    texts = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.name == "stdout":
            texts.append(output.text)
        elif output.output_type in ("execute_result", "display_data"):
            texts.append(output.data.get("text/plain", ""))
    return "\n".join(text.rstrip("\n") for text in texts)


def _test(shapes: dict[str, tuple[int, ...]]) -> str:
    lines = ["# " + _("Visible test: expected sizes")]
    for name, shape in shapes.items():
        got = f"tuple({name}.shape)"
        text = _("{name} has size {got} instead of {expected}")
        if set(name) & set("'\"{}\\"):  # no part of an f-string in Python 3.11
            message = repr(text.format(name=name, got="…", expected=shape))
        else:
            told = text.format(name=name, got="{" + got + "}", expected=shape)
            message = f'f"{told}"'
        lines.append(f"assert {got} == {shape}, {message}")
    return "\n".join(lines)
