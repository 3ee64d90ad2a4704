"""Functions and modules of the test's as the student's code sees them."""

from __future__ import annotations

from typing import Any, Protocol

import torch


class Over(BaseException):
    """The test ended while the student's code was waiting for something of the test's."""


class Asker(Protocol):
    """The agent, as far as callbacks need it."""

    anchors: list[torch.Tensor]

    def ask(self, payload: dict[str, Any]) -> tuple[int, Any, list[torch.Tensor]]: ...

    def inputs(self, value: Any) -> list[torch.Tensor]: ...


class Callback:
    """Something of the test's that can be called; values and gradients cross the wall."""

    def __init__(self, agent: Asker, number: int) -> None:
        self._agent, self._number = agent, number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        grad = torch.is_grad_enabled()
        given = {"args": list(args), "kwargs": kwargs, "grad": grad}
        inputs = self._agent.inputs(given) if grad else []
        return self._result(given, inputs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._result({"attribute": name}, [])

    def _result(self, given: dict[str, Any], inputs: list[torch.Tensor]) -> Any:
        number, value, outputs = self._agent.ask({"target": self._number, **given})
        if not outputs or not torch.is_grad_enabled():
            return value
        anchor = torch.zeros((), requires_grad=True)
        self._agent.anchors.append(anchor)
        made = _Return.apply(self._agent, number, outputs, anchor, *inputs)  # type: ignore[no-untyped-call]
        book = {id(raw): out for raw, out in zip(outputs, made, strict=True)}
        return _replace(value, book)


def _replace(value: Any, book: dict[int, torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        return book.get(id(value), value)
    if isinstance(value, list):
        return [_replace(item, book) for item in value]
    if isinstance(value, tuple) and not isinstance(value, torch.Size):
        items = [_replace(item, book) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, dict):
        return {key: _replace(item, book) for key, item in value.items()}
    return value


class _Return(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        agent: Asker,
        number: int,
        outputs: list[torch.Tensor],
        anchor: torch.Tensor,
        *inputs: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        ctx.agent, ctx.number = agent, number
        ctx.set_materialize_grads(False)
        return tuple(tensor.detach() for tensor in outputs)

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor | None) -> tuple[torch.Tensor | None, ...]:
        _, found, _ = ctx.agent.ask({"target": ctx.number, "grads": list(grads)})
        return None, None, None, None, *found
