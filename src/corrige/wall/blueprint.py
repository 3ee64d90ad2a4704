"""From the agent's description of a module (a claim) to a shadow of the right shape."""

from __future__ import annotations

import keyword
from typing import Any, cast

import torch
from torch import nn

from corrige.wall.handle import Lease, Performer
from corrige.wall.shadow import RemoteType, Seen, Shadow
from corrige.wall.wire import WireError

MAX_MODULES = 2_000


def shadow_class(wall: Performer, description: Any, known: dict[Any, type]) -> type[Shadow]:
    """Return the class for what the agent's `describe_class` says.

    It derives from the shadow of the student's base class, or else from the named torch class, so
    that `isinstance(model, RNN_V2)` and `isinstance(model.i2h, nn.Linear)` hold. That the student's
    object is one is a claim: judge rules such as "no nn.RNN" on the source.
    """
    number, name, base, above = _fields(description, 4)
    if not (number is None or type(number) is int) or type(name) is not str:
        raise WireError("not a class")
    key = (number, None if number is not None else base)
    if key in known:
        return cast(type[Shadow], known[key])
    torch_class = vars(nn).get(base) if type(base) is str else None
    bases: tuple[type, ...] = (Shadow,)
    if above is not None:
        bases = (shadow_class(wall, above, known),)
    elif isinstance(torch_class, type) and issubclass(torch_class, nn.Module):
        bases += (torch_class,) if torch_class is not nn.Module else ()
    plain = name.isidentifier() and not keyword.iskeyword(name) and len(name) <= 80
    origin = None if number is None else (wall, number)
    try:
        made: Any = RemoteType(name if plain else "StudentModule", bases, {"_wall_origin": origin})
    except TypeError:
        raise WireError("a class that cannot be shadowed") from None
    known[key] = made
    return cast(type[Shadow], made)


def furnish(
    wall: Performer,
    root: Shadow,
    description: Any,
    known: dict[Any, type],
    proxies: Any,
) -> None:
    """Fill an empty shadow, and make those below it, from the agent's `lay_open`.

    Raises WireError on anything that is not a tree of modules with tensors.
    """
    entries = description
    if type(entries) is not list or not 0 < len(entries) <= MAX_MODULES:
        raise WireError("not a module, or too many")
    nodes: list[Shadow] = []
    parents: list[int] = []
    numbers: dict[int, int] = {}
    parameters: dict[int, nn.Parameter] = {}
    for index, entry in enumerate(entries):
        parent, name, number, kind, training, params, buffers = _fields(entry, 7)
        if type(number) is not int or type(parent) is not int or not _is_key(name, index == 0):
            raise WireError("not an entry of a module")
        if (parent == -1) != (index == 0) or not parent < index:
            raise WireError("not a tree of modules")
        if kind is None:
            _share(nodes, parents, numbers.get(number), parent, name)
            nodes.append(nodes[numbers[number]])
        else:
            if number in numbers or type(training) is not bool:
                raise WireError("a module described twice")
            node = root if index == 0 else _empty(shadow_class(wall, kind, known))
            _fill(wall, node, number, training, params, buffers, parameters)
            proxies[number] = node
            numbers[number] = index
            nodes.append(node)
            if index:
                nodes[parent]._modules[name] = node
        parents.append(parent)


def _empty(kind: type[Shadow]) -> Shadow:
    return kind.__new__(kind)


def _share(
    nodes: list[Shadow], parents: list[int], target: int | None, parent: int, name: str
) -> None:
    if target is None:
        raise WireError("a module that was not described")
    above = parent
    while above >= 0:
        if nodes[above] is nodes[target]:
            raise WireError("a module that contains itself")
        above = parents[above]
    nodes[parent]._modules[name] = nodes[target]


def _fill(
    wall: Performer,
    node: Shadow,
    number: int,
    training: bool,
    params: Any,
    buffers: Any,
    parameters: dict[int, nn.Parameter],
) -> None:
    nn.Module.__init__(node)
    mine = node.__dict__
    mine["training"] = mine["_wall_training"] = training
    mine["_wall_lease"] = Lease(wall, number)
    mine["_wall_seen"] = seen = {}
    mine["_wall_touched"] = False
    for item in _list(params):
        name, label, value, requires_grad = _fields(item, 4)
        if not _is_key(name) or type(label) is not int or type(requires_grad) is not bool:
            raise WireError("not a parameter")
        if label == -1:
            node._parameters[name] = None
            continue
        if label not in parameters:
            if not isinstance(value, torch.Tensor):
                raise WireError("a parameter without a value")
            if requires_grad and not (value.is_floating_point() or value.is_complex()):
                raise WireError("a parameter that cannot have a gradient")
            parameters[label] = nn.Parameter(value, requires_grad)
        parameter = parameters[label]
        node._parameters[name] = parameter
        seen[name] = Seen(parameter.detach().clone(), parameter.requires_grad)
    for item in _list(buffers):
        name, value, persistent = _fields(item, 3)
        if not _is_key(name) or not (value is None or isinstance(value, torch.Tensor)):
            raise WireError("not a buffer")
        node._buffers[name] = value
        if persistent is not True:
            node._non_persistent_buffers_set.add(name)
        if value is not None:
            seen[name] = Seen(value.clone())


def _is_key(name: Any, root: bool = False) -> bool:
    if root:
        return type(name) is str and not name
    return type(name) is str and 0 < len(name) <= 200 and "." not in name


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise WireError("not a list")
    return value


def _fields(value: Any, count: int) -> list[Any]:
    if type(value) is not list or len(value) != count:
        raise WireError("wrong number of fields")
    return value
