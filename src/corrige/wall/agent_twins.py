"""Twins of a student's module on the student's side: made, called and forgotten in one request."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from corrige.copying import deep_copy
from corrige.wall.agent_callback import Over
from corrige.wall.agent_state import record
from corrige.wall.channel import Closed
from corrige.wall.packing import Packer


class Twins:
    """The twins of the requests that belong together, by number."""

    def __init__(self) -> None:
        # With each, the state of the generator after its last call, where its next one goes on.
        self._made: dict[int, tuple[nn.Module, torch.Tensor]] = {}

    def clear(self) -> None:
        self._made.clear()

    def call(self, model: nn.Module, cases: list[list[Any]], packer: Packer) -> list[list[Any]]:
        """Return for each case ["ok", encoded value], or "error" or "copy" and what was raised.

        Values are encoded at once: what a later call writes into them does not show. The
        generator is left as it was.
        """
        generator, default = torch.default_generator, torch.get_default_dtype()
        state = generator.get_state()
        try:
            return [self._one(model, case, packer) for case in cases]
        finally:
            generator.set_state(state)
            torch.set_default_dtype(default)

    def _one(self, model: nn.Module, case: list[Any], packer: Packer) -> list[Any]:
        number, seed, grad, dtype, double, values, args, kwargs = case
        generator = torch.default_generator
        kind = "copy"
        try:
            if number in self._made:
                twin, state = self._made[number]
                generator.set_state(state)
            if seed is not None:
                generator.manual_seed(seed)
            if number not in self._made:
                twin = _twin(model)
            if double:
                _double(twin)
            if values is not None:
                _put(twin, values)
            kind = "error"
            torch.set_default_dtype(dtype)
            with torch.set_grad_enabled(grad):
                value = twin(*args, **kwargs)
            self._made[number] = twin, generator.get_state()
            return ["ok", packer.ahead(value)]
        except (KeyboardInterrupt, Closed, Over):
            # An interrupt is for all calls, or the next one would hang as well.
            raise
        except BaseException as error:
            if kind == "error":
                self._made[number] = twin, generator.get_state()
            return [kind, record(error)]


def _twin(model: nn.Module) -> nn.Module:
    twin = deep_copy(model)
    if not isinstance(twin, nn.Module):
        raise TypeError("the constructor did not return a module")
    return twin


def _double(twin: nn.Module) -> None:
    for module in nn.Module.modules(twin):
        for parameter in module._parameters.values():
            if parameter is not None and parameter.is_floating_point():
                parameter.data = parameter.data.double()
        for name, buffer in module._buffers.items():
            if buffer is not None and buffer.is_floating_point():
                module._buffers[name] = buffer.double()


def _put(twin: nn.Module, values: list[torch.Tensor | None]) -> None:
    for parameter, value in zip(nn.Module.parameters(twin), values, strict=True):
        if value is None:
            continue
        if parameter.shape == value.shape and parameter.dtype == value.dtype:
            parameter.data.copy_(value)
        else:
            parameter.data = value
