"""Functions and modules of the test's that the student's code calls, served by the verifier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from corrige.wall.wire import WireError

MAX_GRAPHS = 20_000
_MODE = ("train", "eval")


class Callbacks:
    """What a test has handed to the student's code, by number, and what was computed with it.

    Of a function the student's side can have calls alone; of a module also what the module's own
    class and instance add to `nn.Module` (a method `initHidden`, a size, a submodule) and its
    mode (`train`, `eval`, `training`): never names with an underscore, and nothing through which
    it could reach the test.
    """

    def __init__(self) -> None:
        self.known: dict[int, Callable[..., Any]] = {}
        self._graphs: dict[int, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}

    def clear(self) -> None:
        self.known.clear()
        self._graphs.clear()

    def number(self, value: Callable[..., Any]) -> int:
        """Return the number of a function, which stays valid until `clear`."""
        self.known[id(value)] = value
        return id(value)

    def do(self, payload: dict[str, Any], tensors: list[tuple[torch.Tensor, int]]) -> Any:
        """Do what the student's side asks and return the value to send.

        Raises WireError for what no honest agent asks, otherwise whatever the function raises.
        """
        if "grads" in payload:
            return self._backward(payload)
        target = self.known.get(payload["target"])
        if target is None:
            raise WireError("unknown callback")
        if "attribute" in payload:
            return _attribute(target, payload["attribute"])
        for tensor, grad in tensors:
            if grad:
                tensor.requires_grad_()
        with torch.set_grad_enabled(payload["grad"]):
            return target(*payload["args"], **payload["kwargs"])

    def keep(
        self, number: int, outputs: list[torch.Tensor], tensors: list[tuple[torch.Tensor, int]]
    ) -> None:
        """Remember a call's graph under its number, for gradients to be asked for later."""
        if len(self._graphs) >= MAX_GRAPHS:
            raise WireError("too many callbacks")
        self._graphs[number] = (outputs, [tensor for tensor, grad in tensors if grad])

    def _backward(self, payload: dict[str, Any]) -> list[torch.Tensor | None]:
        """Return the gradients of a call's inputs; those of our own parameters accumulate here."""
        outputs, leaves = self._graphs.get(payload["target"], ([], []))
        grads = payload["grads"]
        if len(grads) != len(outputs):
            raise WireError("gradients of another call")
        pairs = [(out, g) for out, g in zip(outputs, grads, strict=True) if g is not None]
        for out, grad in pairs:
            if not isinstance(grad, torch.Tensor) or out.shape != grad.shape:
                raise WireError("gradients of another shape")
        for leaf in leaves:
            leaf.grad = None
        if pairs:
            torch.autograd.backward(
                [out for out, _ in pairs], [grad for _, grad in pairs], retain_graph=True
            )
        return [leaf.grad for leaf in leaves]


def _attribute(target: Any, name: str) -> Any:
    if not isinstance(target, nn.Module) or name.startswith("_"):
        raise AttributeError(name)
    if hasattr(nn.Module, name) and name not in _MODE:
        raise AttributeError(name)
    return getattr(target, name)


def is_callback(payload: dict[str, Any]) -> bool:
    """Whether a payload has one of the three shapes that `Callbacks.do` takes."""
    if type(payload.get("target")) is not int:
        return False
    if "grads" in payload:
        return type(payload["grads"]) is list
    if "attribute" in payload:
        return type(payload["attribute"]) is str
    args, kwargs = payload.get("args"), payload.get("kwargs")
    return (
        type(args) is list
        and type(kwargs) is dict
        and all(type(key) is str for key in kwargs)
        and type(payload.get("grad")) is bool
    )
