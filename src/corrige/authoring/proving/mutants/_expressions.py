"""Mistakes in ordinary expressions: terms, operators, constants, indices, arguments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import libcst as cst

from corrige.authoring.proving.mutants._place import (
    Change,
    Place,
    code,
    expression,
    name_of,
    positional,
    with_args,
    with_value,
)

_OTHER_OPERATOR: dict[type[cst.BaseBinaryOp], type[cst.BaseBinaryOp]] = {
    cst.Add: cst.Subtract,
    cst.Subtract: cst.Add,
    cst.Multiply: cst.Add,
    cst.Divide: cst.Multiply,
    cst.FloorDivide: cst.Multiply,
    cst.Modulo: cst.FloorDivide,
    cst.Power: cst.Multiply,
    cst.MatrixMultiply: cst.Multiply,
}
_ORDERED = (cst.Subtract, cst.Divide, cst.MatrixMultiply, cst.Power, cst.FloorDivide, cst.Modulo)
_OTHER_COMPARISON: dict[type[cst.BaseCompOp], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.LessThanEqual,
    cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual,
    cst.GreaterThanEqual: cst.GreaterThan,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
    cst.Is: cst.IsNot,
    cst.IsNot: cst.Is,
    cst.In: cst.NotIn,
    cst.NotIn: cst.In,
}
_OTHER_TEXT = {"tanh": "relu", "relu": "tanh", "mean": "sum", "sum": "mean"}


def binary(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """A term is missing, the operator is another, the terms are swapped."""
    if not isinstance(node, cst.BinaryOperation):
        return
    yield "dropped term", _whole(node.right)
    yield "dropped term", _whole(node.left)
    if (other := _OTHER_OPERATOR.get(type(node.operator))) is not None:
        yield "other operator", node.with_changes(operator=other())
    if isinstance(node.operator, _ORDERED):
        yield (
            "swapped terms",
            node.with_changes(left=_whole(node.right), right=_whole(node.left)),
        )


def logic(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """Comparisons, `and` and `or`, `not`."""
    if isinstance(node, cst.ComparisonTarget):
        if (other := _OTHER_COMPARISON.get(type(node.operator))) is not None:
            yield "other comparison", node.with_changes(operator=other())
    elif isinstance(node, cst.BooleanOperation):
        kind = cst.Or if isinstance(node.operator, cst.And) else cst.And
        yield "and, or", node.with_changes(operator=kind())
    elif (
        isinstance(node, cst.UnaryOperation)
        and isinstance(node.operator, cst.Not | cst.Minus)
        and not isinstance(node.expression, cst.Integer)
    ):
        yield "dropped sign", _whole(node.expression)


def constants(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """Another number, truth value or word."""
    value = whole_number(node)
    if value is not None:
        yield "constant", number(value + 1)
        yield "constant", number(value - 1)
    elif isinstance(node, cst.Float):
        yield "constant", expression(f"2 * {node.value}")
        yield "constant", expression(f"-{node.value}")
    elif isinstance(node, cst.Name) and node.value in ("True", "False"):
        yield "constant", cst.Name("False" if node.value == "True" else "True")
    elif isinstance(node, cst.SimpleString):
        other = _OTHER_TEXT.get(str(node.evaluated_value))
        if other is not None:
            yield "constant", cst.SimpleString(repr(other))


def indices(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """Another axis, the neighbour's index, a slice without its bound."""
    if isinstance(node, cst.Subscript):
        slices = list(node.slice)
        if len(slices) > 1:
            first, second = slices[:2]
            slices[:2] = [
                first.with_changes(slice=second.slice),
                second.with_changes(slice=first.slice),
            ]
            yield "other axis", node.with_changes(slice=slices)
    elif isinstance(node, cst.Index):
        if isinstance(node.value, cst.Name):
            yield "off by one", node.with_changes(value=expression(f"{code(node.value)} - 1"))
    elif isinstance(node, cst.Slice):
        if node.lower is not None:
            yield "off by one", node.with_changes(lower=None)
        if node.upper is not None:
            yield "off by one", node.with_changes(upper=None)


def arguments(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """Two arguments swapped, one left out."""
    if not isinstance(node, cst.Call) or name_of(node.func) == "super":
        return
    args = list(node.args)
    places = positional(node)
    named = [i for i, arg in enumerate(args) if arg.keyword is not None]
    for group in (places, named):
        for i, j in pairwise(group):
            swapped = list(args)
            swapped[i] = with_value(args[i], args[j].value)
            swapped[j] = with_value(args[j], args[i].value)
            yield "swapped arguments", with_args(node, swapped)
    for i in [*places[1:][-1:], *named]:
        yield "dropped argument", with_args(node, args[:i] + args[i + 1 :])


def ranges(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """A step too few, at either end; backwards; over another axis."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and len(node.args) == 1:
        argument = code(node.args[0].value)
        if node.func.value == "range":
            yield "off by one", expression(f"range({argument} - 1)")
            yield "off by one", expression(f"range(1, {argument})")
            yield "backwards", expression(f"reversed(range({argument}))")
        elif node.func.value == "len":
            yield "other axis", expression(f"{argument}.shape[1]")
    elif isinstance(node, cst.For) and not isinstance(node.iter, cst.Call):
        text = code(node.iter)
        for name, other in (
            ("off by one", f"{text}[1:]"),
            ("off by one", f"{text}[:-1]"),
            ("backwards", f"reversed({text})"),
        ):
            yield name, node.with_changes(iter=expression(other))


def whole_number(node: cst.CSTNode) -> int | None:
    """Return the value of an integer, with its sign."""
    if isinstance(node, cst.Integer):
        return node.evaluated_value
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        inner = node.expression
        return -inner.evaluated_value if isinstance(inner, cst.Integer) else None
    return None


def number(value: int) -> cst.BaseExpression:
    return cst.parse_expression(str(value))


def _whole(node: cst.BaseExpression) -> cst.BaseExpression:
    """Return a term so that it stays one in another place."""
    atoms = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.BaseNumber)
    return node if node.lpar or isinstance(node, atoms) else expression(code(node))
