"""Where in a cell a node stands: what operators need to know of its surroundings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

Change = tuple[str, cst.CSTNode]
"""The name of a mistake and the node that makes it, in the place of another."""

_CODE = cst.Module([])


@dataclass
class Place:
    """The function that a node stands in, and the layers of its class.

    in_class: whether the node stands in a class at all.
    layers: attributes of `self` that `__init__` sets to the result of a call.
    values: what each local name was first set to, before any loop.
    """

    function: str = ""
    in_class: bool = False
    layers: list[str] = field(default_factory=list)
    values: dict[str, cst.BaseExpression] = field(default_factory=dict)

    @property
    def builds(self) -> bool:
        """Whether layers are made here, not used."""
        return self.function == "__init__"


def code(node: cst.CSTNode) -> str:
    """Return the text of a node."""
    return _CODE.code_for_node(node)


def expression(text: str) -> cst.BaseExpression:
    """Return an expression in parentheses, which can stand wherever one can."""
    return cst.parse_expression(f"({text})")


def name_of(function: cst.BaseExpression) -> str:
    """Return the last part of the name of what is called, or ""."""
    if isinstance(function, cst.Attribute):
        return function.attr.value
    return function.value if isinstance(function, cst.Name) else ""


def renamed(function: cst.BaseExpression, name: str) -> cst.BaseExpression:
    """Return the same name with another last part."""
    if isinstance(function, cst.Attribute):
        return function.with_changes(attr=cst.Name(name))
    return cst.Name(name)


def of_self(node: cst.CSTNode) -> str:
    """Return X where the node reads `self.X`, else ""."""
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name):
        return node.attr.value if node.value.value == "self" else ""
    return ""


def positional(call: cst.Call) -> list[int]:
    """Return the places of arguments without a keyword or star."""
    return [i for i, arg in enumerate(call.args) if arg.keyword is None and not arg.star]


def with_args(call: cst.Call, args: list[cst.Arg]) -> cst.Call:
    """Return the call with other arguments."""
    if args:
        args[-1] = args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return call.with_changes(args=args)


def with_value(arg: cst.Arg, value: cst.BaseExpression) -> cst.Arg:
    return arg.with_changes(value=value)


def assigned(node: cst.CSTNode) -> Iterator[str]:
    """Yield the plain names that assignments in the node set."""
    for child in [node, *_below(node)]:
        if isinstance(child, cst.AssignTarget):
            targets = (
                [element.value for element in child.target.elements]
                if isinstance(child.target, cst.Tuple)
                else [child.target]
            )
            yield from (target.value for target in targets if isinstance(target, cst.Name))


def read(node: cst.CSTNode) -> set[str]:
    """Return the names that occur in the node anywhere but as the target of an assignment."""
    found = set()
    pending: list[cst.CSTNode] = [node]
    while pending:
        here = pending.pop()
        if isinstance(here, cst.AssignTarget):
            continue
        if isinstance(here, cst.Name):
            found.add(here.value)
        pending.extend(here.children)
    return found


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for child in node.children:
        yield child
        yield from _below(child)
