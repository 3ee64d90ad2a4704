"""Mistakes of deep learning: activations, axes, the graph cut, other layers, other weights."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from corrige.authoring.proving.mutants._expressions import number, whole_number
from corrige.authoring.proving.mutants._place import (
    Change,
    Place,
    code,
    expression,
    name_of,
    of_self,
    positional,
    renamed,
    with_value,
)

_OTHERS = {
    "tanh": ("relu", "sigmoid"),
    "relu": ("tanh", "sigmoid"),
    "sigmoid": ("tanh", "relu"),
    "Tanh": ("ReLU", "Sigmoid"),
    "ReLU": ("Tanh", "Sigmoid"),
    "Sigmoid": ("Tanh", "ReLU"),
    "LogSoftmax": ("Softmax",),
    "Softmax": ("LogSoftmax",),
    "log_softmax": ("softmax",),
    "softmax": ("log_softmax",),
    "RNN": ("GRU", "LSTM"),
    "GRU": ("RNN", "LSTM"),
    "LSTM": ("RNN", "GRU"),
    "RNNCell": ("GRUCell", "LSTMCell"),
    "GRUCell": ("RNNCell", "LSTMCell"),
    "LSTMCell": ("RNNCell", "GRUCell"),
    "cat": ("stack",),
    "stack": ("cat",),
    "zeros": ("ones", "randn"),
    "zeros_like": ("ones_like", "randn_like"),
    "ones": ("zeros",),
    "ones_like": ("zeros_like",),
    "sum": ("mean",),
    "mean": ("sum",),
    "max": ("min",),
    "min": ("max",),
    "amax": ("amin",),
    "amin": ("amax",),
    "argmax": ("argmin",),
    "exp": ("log",),
    "log": ("exp",),
    "sqrt": ("square",),
    "append": ("extend",),
}
_ACTIVATIONS = frozenset(
    {
        *("tanh", "relu", "sigmoid", "softmax", "log_softmax", "gelu", "elu", "softplus"),
        *("exp", "log", "sqrt", "abs", "dropout"),
    }
)
_RECURRENT = ("RNN", "GRU", "LSTM")
_WITH_BIAS = (*_RECURRENT, "RNNCell", "GRUCell", "LSTMCell", "Linear", "Conv1d", "Conv2d")
_MODULES = frozenset({"torch", "nn", "F", "np", "numpy", "self", "math", "random"})
_TERMS = (cst.BinaryOperation,)
_CALLED = (cst.Name, cst.Attribute, cst.Subscript, *_TERMS)


def others(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Another activation, layer or function; another layer of the same class."""
    if not isinstance(node, cst.Call):
        return
    for other in _OTHERS.get(name_of(node.func), ()):
        if not of_self(node.func):
            yield "other function", node.with_changes(func=renamed(node.func, other))
    if (mine := of_self(node.func)) in place.layers and not place.builds:
        for other in place.layers:
            if other != mine:
                yield "other layer", node.with_changes(func=renamed(node.func, other))


def dropped(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """The activation, the layer or the method is not applied."""
    if not isinstance(node, cst.Call):
        return
    places = positional(node)
    applied = name_of(node.func) in _ACTIVATIONS or of_self(node.func) in place.layers
    if applied and len(places) == 1 and not place.builds:
        yield "dropped activation", _argument(node.args[places[0]].value)
    elif isinstance(node.func, cst.Attribute) and not place.builds:
        value = node.func.value
        root = value.value if isinstance(value, cst.Name) else ""
        if root not in _MODULES and not of_self(value) and name_of(value) != "super":
            yield "dropped method", value


def axes(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """Another `dim`."""
    if isinstance(node, cst.Arg) and node.keyword is not None:
        value = whole_number(node.value)
        if node.keyword.value in ("dim", "axis") and value is not None:
            for other in (0, 1, -1, -2):
                if other != value:
                    yield "other dim", with_value(node, number(other))


def graph_cut(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """`.detach()` and `.data` on what is computed, passed on and returned."""
    if place.builds or not place.function:
        return
    if isinstance(node, cst.Assign) and _may_be_tensor(node.value):
        if isinstance(node.targets[0].target, cst.Tuple):
            return
        for end in (".detach()", ".data"):
            yield f"graph cut by {end}", node.with_changes(value=_cut(node.value, end))
    elif isinstance(node, cst.Arg) and node.keyword is None and _may_be_tensor(node.value):
        yield "graph cut by .detach()", with_value(node, _cut(node.value, ".detach()"))
    elif isinstance(node, cst.Return) and isinstance(node.value, cst.Tuple):
        for i, element in enumerate(node.value.elements):
            elements = list(node.value.elements)
            elements[i] = element.with_changes(value=_cut(element.value, ".detach()"))
            yield (
                "graph cut by .detach()",
                node.with_changes(value=node.value.with_changes(elements=elements)),
            )
    elif isinstance(node, cst.Return) and node.value and _may_be_tensor(node.value):
        yield (
            "graph cut by .detach()",
            node.with_changes(value=_cut(node.value, ".detach()")),
        )


def options(node: cst.CSTNode, _place: Place) -> Iterator[Change]:
    """Options of layers that were not asked for."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return
    name = name_of(node.func)
    given = {arg.keyword.value for arg in node.args if arg.keyword is not None}
    added: list[tuple[str, str]] = []
    if name in _WITH_BIAS:
        added.append(("bias", "False"))
    if name in _RECURRENT:
        added += [("batch_first", "True"), ("bidirectional", "True"), ("num_layers", "2")]
    if name == "RNN":
        added.append(("nonlinearity", "'relu'"))
    for keyword, value in added:
        if keyword not in given:
            argument = cst.Arg(
                keyword=cst.Name(keyword),
                value=cst.parse_expression(value),
                equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
            )
            comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
            args = [arg.with_changes(comma=comma) for arg in node.args]
            yield f"{keyword}={value}", node.with_changes(args=[*args, argument])


def weights(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Layers that start from other weights."""
    if not (place.builds and isinstance(node, cst.SimpleStatementLine)):
        return
    made = node.body[0]
    if not (isinstance(made, cst.Assign) and isinstance(made.value, cst.Call)):
        return
    name = of_self(made.targets[0].target)
    if name and name_of(made.value.func) in (*_WITH_BIAS, "Embedding"):
        home = code(made.value.func).rpartition(".")[0] or "nn"
        line = f"for p in self.{name}.parameters(): {home}.init.constant_(p, 0.1)\n"
        yield "other init", cst.FlattenSentinel([node, cst.parse_statement(line)])  # type: ignore[misc]


def _may_be_tensor(node: cst.CSTNode | None) -> bool:
    if isinstance(node, cst.Call):
        return name_of(node.func) not in ("len", "range", "super", "zip", "enumerate", "list")
    return isinstance(node, _CALLED)


def _cut(node: cst.BaseExpression, end: str) -> cst.BaseExpression:
    text = code(node)
    return cst.parse_expression(f"({text}){end}" if isinstance(node, _TERMS) else f"{text}{end}")


def _argument(node: cst.BaseExpression) -> cst.BaseExpression:
    return node if node.lpar else expression(code(node))
