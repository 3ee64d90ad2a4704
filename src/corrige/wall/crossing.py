"""Gradients over the wall: one autograd node for each call of the student's code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import torch


class Home(Protocol):
    """Where a crossing asks for gradients and reports that its graph is no longer needed."""

    finished: list[int]

    def backward(
        self, job: Job, grads: Sequence[torch.Tensor | None]
    ) -> list[torch.Tensor | None]: ...


class Job:
    """One call whose outputs have a history on the student's side.

    Attributes
    ----------
    number: the call's number; the agent keeps the graph under it until this object dies.
    outputs: tensors as they arrived; `inputs`: tensors here that they may depend on.
    modules: the shadows whose parameters must be in step when gradients are asked for.
    """

    def __init__(
        self,
        home: Home,
        number: int,
        outputs: list[torch.Tensor],
        inputs: list[torch.Tensor],
        modules: list[Any],
    ) -> None:
        self.home, self.number = home, number
        self.outputs, self.inputs, self.modules = outputs, inputs, modules

    def __del__(self) -> None:
        self.home.finished.append(self.number)


def with_history(job: Job, inputs: list[torch.Tensor]) -> dict[int, torch.Tensor]:
    """Return, by `id` of each output as it arrived, the same output with its history here."""
    # The extra input keeps outputs differentiable where the student's code depends on tensors
    # of its own only, as they would be in one process.
    anchor = torch.zeros((), requires_grad=True)
    outputs = _Crossing.apply(job, anchor, *inputs)  # type: ignore[no-untyped-call]
    raw, job.outputs = job.outputs, []  # kept, they would keep their own history alive for ever
    return {id(before): after for before, after in zip(raw, outputs, strict=True)}


class _Crossing(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, job: Job, anchor: torch.Tensor, *inputs: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        ctx.job = job
        ctx.set_materialize_grads(False)
        # Saved so that a second backward without retain_graph fails here as it would there.
        ctx.save_for_backward(anchor)
        return tuple(job.outputs)

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor | None) -> tuple[torch.Tensor | None, ...]:
        _ = ctx.saved_tensors
        job: Job = ctx.job
        # With create_graph the gradients come back as outputs of a further crossing.
        return None, None, *job.home.backward(job, grads)
