"""Mistakes in statements: left out, in another order, the state reset, the wrong thing returned."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import libcst as cst

from corrige.authoring.proving.mutants._place import Change, Place, assigned, code, read

_REMOVABLE = (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Expr, cst.Return, cst.Del, cst.Raise)


def removed(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """A statement, or a method, is missing."""
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1:
        body = node.body[0]
        if isinstance(body, cst.Expr) and isinstance(body.value, cst.SimpleString):
            return
        if isinstance(body, _REMOVABLE):
            yield "removed statement", node.with_changes(body=[cst.Pass()])
    elif isinstance(node, cst.FunctionDef) and place.in_class:
        yield "removed method", cst.SimpleStatementLine([cst.Pass()])


def conditions(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """The condition always holds, or never."""
    if isinstance(node, cst.If):
        for value in ("True", "False"):
            test = cst.parse_expression(f"({value})")
            yield "condition", node.with_changes(test=test)


def returned(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """Values returned in another order, one in place of another, one left out."""
    if not (isinstance(node, cst.Return) and isinstance(node.value, cst.Tuple)):
        return
    elements = list(node.value.elements)
    if len(elements) < 2:
        return

    def with_elements(*values: cst.BaseExpression) -> cst.Return:
        text = ", ".join(code(value) for value in values)
        statement = cst.parse_statement(f"return {text}")
        assert isinstance(statement, cst.SimpleStatementLine)
        made = statement.body[0]
        assert isinstance(made, cst.Return)
        return made

    values = [element.value for element in elements]
    yield "return order", with_elements(*reversed(values))
    for i in range(len(values)):
        yield "wrong return", with_elements(*values[:i], *values[i + 1 :])
        doubled = list(values)
        doubled[i] = values[i - 1]
        yield "wrong return", with_elements(*doubled)


def loops(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """The loop stops after its first turn; what it carries on is reset at each."""
    if not isinstance(node, cst.For | cst.While) or not isinstance(node.body, cst.IndentedBlock):
        return
    body = list(node.body.body)
    yield "stops after one", _with_body(node, [*body, cst.parse_statement("break")])
    carried = dict.fromkeys(name for name in assigned(node.body) if name in read(node.body))
    for name in carried:
        resets = [f"{name} = torch.zeros_like({name})"]
        if name in place.values:
            resets.append(f"{name} = {code(place.values[name])}")
        for reset in resets:
            yield "state reset", _with_body(node, [cst.parse_statement(reset), *body])


def order(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Two neighbouring statements in the other order."""
    if not isinstance(node, cst.IndentedBlock) or place.builds:
        return
    body = list(node.body)
    for i, (first, second) in enumerate(pairwise(body)):
        if all(
            isinstance(line, cst.SimpleStatementLine)
            and isinstance(line.body[0], cst.Assign | cst.Expr | cst.AugAssign)
            for line in (first, second)
        ):
            swapped = [*body[:i], second, first, *body[i + 2 :]]
            yield "swapped statements", node.with_changes(body=swapped)


def defaults(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """An argument that can no longer be left out."""
    if isinstance(node, cst.Parameters):
        params = list(node.params)
        if params and params[-1].default is not None:
            last = params[-1].with_changes(default=None, equal=cst.MaybeSentinel.DEFAULT)
            if len(params) < 2 or params[-2].default is None:
                yield "no default", node.with_changes(params=[*params[:-1], last])


def _with_body(
    node: cst.For | cst.While, body: list[cst.BaseStatement | cst.SimpleStatementLine]
) -> cst.CSTNode:
    return node.with_changes(body=node.body.with_changes(body=body))
