"""Walk a solution's syntax tree and collect every mutant of it."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from corrige.authoring.proving.mutants import _expressions, _statements, _torch
from corrige.authoring.proving.mutants._place import Change, Place, of_self

OPERATORS: tuple[Callable[[cst.CSTNode, Place], Iterator[Change]], ...] = (
    _torch.dropped,
    _torch.others,
    _torch.axes,
    _torch.graph_cut,
    _torch.options,
    _torch.weights,
    _expressions.binary,
    _expressions.logic,
    _expressions.constants,
    _expressions.indices,
    _expressions.arguments,
    _expressions.ranges,
    _statements.removed,
    _statements.conditions,
    _statements.returned,
    _statements.loops,
    _statements.order,
    _statements.defaults,
)


@dataclass(frozen=True)
class Mutant:
    """One mistake in one solution cell.

    name: the cell, the line and a number, the same from run to run.
    operator: the kind of mistake. source: the whole cell with it. line: where, from 1.
    """

    name: str
    cell: str
    operator: str
    line: int
    original: str
    source: str

    @property
    def diff(self) -> str:
        """The mistake as a unified diff of the cell."""
        lines = difflib.unified_diff(
            self.original.splitlines(), self.source.splitlines(), self.cell, self.name, "", "", 1
        )
        return "\n".join(line.rstrip("\n") for line in lines)


def mutants_of(solutions: Mapping[str, str]) -> tuple[list[Mutant], list[str]]:
    """Return the mutants of solution cells, by grade id, and the cells that cannot be mutated.

    The latter are not plain Python, for instance because of a magic command.
    """
    found: list[Mutant] = []
    skipped = []
    for cell, source in solutions.items():
        try:
            wrapper = MetadataWrapper(cst.parse_module(source))
        except cst.ParserSyntaxError:
            skipped.append(cell)
            continue
        walk = _Walk()
        wrapper.visit(walk)
        found.extend(_distinct(cell, source, wrapper.module, walk.changes))
    return found, skipped


def _distinct(
    cell: str, source: str, module: cst.Module, changes: list[tuple[int, str, cst.CSTNode, Change]]
) -> Iterator[Mutant]:
    seen = {_shape(source)}
    for line, _kind, node, (operator, replacement) in changes:
        mutated = module.visit(_Replace(node, replacement))
        assert isinstance(mutated, cst.Module)
        shape = _shape(mutated.code)
        if shape is None or shape in seen:
            continue
        seen.add(shape)
        name = f"{cell}:{line}:{len(seen) - 1}"
        yield Mutant(name, cell, operator, line, source, mutated.code)


class _Replace(cst.CSTTransformer):
    """Puts one node in the place of another; a FlattenSentinel puts several."""

    def __init__(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        super().__init__()
        self._old, self._new = old, new

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node is not self._old

    def on_leave(self, original: cst.CSTNode, updated: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self._new if original is self._old else updated


class _Walk(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[int, str, cst.CSTNode, Change]] = []
        self._places = [Place()]
        self._layers: list[list[str]] = [[]]
        self._signed: set[int] = set()

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.UnaryOperation) and isinstance(node.expression, cst.Integer):
            self._signed.add(id(node.expression))
        if id(node) not in self._signed and not isinstance(node, cst.Import | cst.ImportFrom):
            self._collect(node)
        if isinstance(node, cst.FunctionDef):
            self._places.append(
                Place(node.name.value, len(self._layers) > 1, self._layers[-1], _values_of(node))
            )
        if isinstance(node, cst.ClassDef):
            self._layers.append(_layers_of(node))
            self._places.append(Place(in_class=True))
        return not isinstance(node, cst.Import | cst.ImportFrom)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._places.pop()
        if isinstance(original_node, cst.ClassDef):
            self._layers.pop()

    def _collect(self, node: cst.CSTNode) -> None:
        place = self._places[-1]
        for operator in OPERATORS:
            for change in operator(node, place):
                position = self.get_metadata(PositionProvider, node)
                self.changes.append((position.start.line, operator.__name__, node, change))


def _layers_of(node: cst.ClassDef) -> list[str]:
    found = []
    for method in node.body.body:
        if isinstance(method, cst.FunctionDef) and method.name.value == "__init__":
            for assignment in _before_loops(method.body):
                if isinstance(assignment.value, cst.Call):
                    found.append(of_self(assignment.targets[0].target))
    return [name for name in found if name]


def _values_of(node: cst.FunctionDef) -> dict[str, cst.BaseExpression]:
    found: dict[str, cst.BaseExpression] = {}
    for assignment in _before_loops(node.body):
        if isinstance(target := assignment.targets[0].target, cst.Name):
            found.setdefault(target.value, assignment.value)
    return found


def _before_loops(block: cst.BaseSuite) -> Iterator[cst.Assign]:
    """Yield the assignments of a block, those under `if` and `with` too, up to its first loop."""
    for line in block.body:
        if isinstance(line, cst.For | cst.While):
            return
        if isinstance(line, cst.If | cst.With):
            yield from _before_loops(line.body)
        else:
            for small in line.body if isinstance(line, cst.SimpleStatementLine) else [line]:
                if isinstance(small, cst.Assign):
                    yield small


def _shape(source: str) -> str | None:
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return None
