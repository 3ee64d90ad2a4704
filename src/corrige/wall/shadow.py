"""The verifier's likeness of a student's module: a real `nn.Module` with real Parameters.

Its forward runs on the student's side. Everything else that torch knows about modules
(`state_dict`, optimizers, hooks on the module itself, `apply`, `.double()`, `.eval()`, …) runs
here on the shadow's own parameters, which are the authoritative ones: before each call what
changed here is written into the student's module, and nothing comes back unasked.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import torch
from torch import nn

from corrige.wall.errors import Refused, Unsupported
from corrige.wall.handle import Lease, own


@dataclass(slots=True)
class Seen:
    """What the student's side holds of one parameter or buffer, as far as we know."""

    value: torch.Tensor | None = None
    requires_grad: bool = False
    grad: torch.Tensor | None = None


class RemoteType(type):
    """The type of proxies for the student's module classes: class attributes cross the wall."""

    _wall_origin: tuple[Any, int] | None

    def __getattr__(cls, name: str) -> Any:
        origin = cls.__dict__.get("_wall_origin")
        if own(name) or origin is None:
            raise AttributeError(name)
        return origin[0].perform("attribute", cls, name)


class Shadow(nn.Module, metaclass=RemoteType):
    """Base of all shadows; a student's class is a subclass made for it."""

    _wall_lease: Lease
    _wall_seen: dict[str, Seen]
    _wall_training: bool | None
    # Whether the student's code has had this very module in hand since `forget`: it may have
    # written into parameters in ways that leave no mark.
    _wall_touched: bool
    _wall_origin: tuple[Any, int] | None

    # Torch's recurrent modules override these to keep a list of weights that a shadow has not.
    _apply = nn.Module._apply

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kind = next((c for c in type(self).__mro__ if vars(c).get("_wall_origin")), None)
        if kind is None:
            raise Refused("only a class that the student's code names can be constructed")
        wall, _ = vars(kind)["_wall_origin"]
        wall.construct(self, kind, args, kwargs)

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self._wall_lease.wall.perform("call", self, list(args), kwargs)

    def extra_repr(self) -> str:
        try:
            return super().extra_repr()
        except KeyError:  # some of torch's read the instance's dict, which is not here
            return ""

    def __getattr__(self, name: str) -> Any:
        mine = self.__dict__
        for store in ("_parameters", "_buffers", "_modules"):
            found = mine.get(store, {})
            if name in found:
                return found[name]
        lease = mine.get("_wall_lease")
        if own(name) or lease is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return lease.wall.perform("attribute", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        mine = self.__dict__
        registered = isinstance(value, nn.Parameter) or any(
            name in mine.get(store, {}) for store in ("_parameters", "_buffers")
        )
        lease = mine.get("_wall_lease")
        if isinstance(value, nn.Module) and lease is not None:
            if not isinstance(value, Shadow):
                raise Unsupported(f"{name}: a module of the test's cannot become the student's")
            lease.wall.perform("set_attribute", self, name, value)
            nn.Module.__setattr__(self, name, value)
        elif registered:
            nn.Module.__setattr__(self, name, value)
        else:
            local = lease is None or own(name) or name in mine or hasattr(type(self), name)
            if local or not lease.wall.perform("set_attribute", self, name, value):  # type: ignore[union-attr]
                object.__setattr__(self, name, value)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        twin = type(self).__new__(type(self))
        self._wall_lease.wall.copy(self, twin)
        memo[id(self)] = twin
        for mine, theirs in zip(self.modules(), twin.modules(), strict=True):
            theirs.training = mine.training
            for name, parameter in mine._parameters.items():
                theirs._parameters[name] = copy.deepcopy(parameter, memo)
            for name, buffer in mine._buffers.items():
                theirs._buffers[name] = copy.deepcopy(buffer, memo)
        for name, value in self.__dict__.items():
            if name not in twin.__dict__:
                twin.__dict__[name] = copy.deepcopy(value, memo)
        return twin

    def _corrige_on_twins(self, programs: Sequence[Callable[[Any], Any]]) -> list[Any]:
        from corrige.wall.twins import on_twins

        return on_twins(self, programs)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise Unsupported("a student's module cannot be pickled; save its state_dict")


def shadows(modules: list[Shadow]) -> list[Shadow]:
    """Return the modules and all shadows below them, each once."""
    found: dict[int, Shadow] = {}
    for module in modules:
        for node in module.modules():
            if isinstance(node, Shadow):
                found.setdefault(id(node), node)
    return list(found.values())


def news(nodes: list[Shadow]) -> list[list[Any]]:
    """Return what the student's side does not know yet, by content, and note it as known.

    `parameter.data` changes escape version counters, hence the comparison of contents.
    """
    changes: list[list[Any]] = []
    for node in nodes:
        number = node._wall_lease.number
        if node.training != node._wall_training:
            node._wall_training = node.training
            changes.append([number, "training", node.training])
        for name, parameter in node._parameters.items():
            if parameter is not None:
                changes += _news_of(number, "parameter", node._wall_seen, name, parameter)
        for name, buffer in node._buffers.items():
            if buffer is not None:
                changes += _news_of(number, "buffer", node._wall_seen, name, buffer)
    return changes


def _news_of(
    number: int, what: str, book: dict[str, Seen], name: str, tensor: torch.Tensor
) -> list[list[Any]]:
    seen = book.setdefault(name, Seen())
    grad = tensor.grad if tensor.is_leaf else None
    new_value = not same(seen.value, tensor)
    new_grad = not (grad is None and seen.grad is None) and not same(seen.grad, grad)
    if not new_value and not new_grad and seen.requires_grad == tensor.requires_grad:
        return []
    if new_value:
        seen.value = tensor.detach().clone()
    if new_grad:
        seen.grad = None if grad is None else grad.detach().clone()
    seen.requires_grad = tensor.requires_grad
    value = seen.value if new_value else None
    return [[number, what, name, value, tensor.requires_grad, seen.grad]]


def same(one: torch.Tensor | None, other: torch.Tensor | None) -> bool:
    """Whether two tensors have the same dtype, shape and elements."""
    if one is None or other is None:
        return one is other
    return one.dtype == other.dtype and torch.equal(one, other)


def forget(nodes: list[Shadow]) -> None:
    """Take nothing for known on the student's side any more: the next call writes everything."""
    for node in nodes:
        node._wall_seen.clear()
        node._wall_training = None
        node._wall_touched = False
