"""What the agent keeps for the verifier: objects by number, modules laid open, parameters in step.

Runs in the student's process, so nothing here is trusted by the other side; it only has to be
right for an honest student.
"""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn

from corrige.wall.wire import ExceptionRecord, WireError

MAX_MESSAGE = 4_000
MAX_TRACE = 8_000


class Table:
    """Objects of the student that the verifier refers to by number. Holds them until dropped."""

    def __init__(self) -> None:
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._next = 1

    def number(self, value: Any) -> int:
        found = self._numbers.get(id(value))
        if found is None:
            found = self._next
            self._next += 1
            self._objects[found] = value
            self._numbers[id(value)] = found
        return found

    def __contains__(self, value: Any) -> bool:
        return id(value) in self._numbers

    def __getitem__(self, number: int) -> Any:
        try:
            return self._objects[number]
        except KeyError:
            raise WireError("unknown object") from None

    def drop(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            value = self._objects.pop(number, None)
            if value is not None:
                self._numbers.pop(id(value), None)


def kind_of(value: Any) -> str:
    """Return which proxy the verifier should build: "module", "class" (of modules), "object"."""
    if isinstance(value, nn.Module):
        return "module"
    if isinstance(value, type) and issubclass(value, nn.Module):
        return "class"
    return "object"


def describe_class(kind: type, table: Table) -> list[Any]:
    """Describe a class of modules for the verifier.

    Return [number or None for a class of torch's, name, nearest class of `torch.nn` or "",
    description of the nearest other class of the student's that it derives from or None].
    """
    base = next((c.__name__ for c in kind.__mro__ if _is_torch(c)), "")
    if _is_torch(kind):
        return [None, kind.__name__, base, None]
    parents = (c for c in kind.__mro__[1:] if issubclass(c, nn.Module) and not _is_torch(c))
    parent = next(parents, None)
    above = None if parent is None else describe_class(parent, table)
    return [table.number(kind), kind.__name__, base, above]


def _is_torch(kind: type) -> bool:
    return getattr(nn, kind.__name__, None) is kind


def lay_open(root: nn.Module, table: Table) -> list[list[Any]]:
    """Describe a module and all below it, parents first.

    Each entry is [index of its parent, name, number, class, training, parameters, buffers];
    a module met before has None from the class on. A parameter is [name, label, tensor,
    requires_grad]: equal labels mean the same parameter, and the tensor comes with the first one.
    """
    entries: list[list[Any]] = []
    met: set[int] = set()
    labels: dict[int, int] = {}
    waiting: list[tuple[int, str, nn.Module]] = [(-1, "", root)]
    while waiting:
        parent, name, module = waiting.pop(0)
        number = table.number(module)
        if number in met:
            entries.append([parent, name, number, None, None, None, None])
            continue
        met.add(number)
        parameters: list[list[Any]] = []
        for key, parameter in module._parameters.items():
            if parameter is None:
                parameters.append([key, -1, None, False])
                continue
            first = id(parameter) not in labels
            label = labels.setdefault(id(parameter), len(labels))
            value = parameter.detach() if first else None
            parameters.append([key, label, value, parameter.requires_grad])
        buffers = [
            [key, None if buffer is None else buffer.detach(), key not in transient]
            for transient in [module._non_persistent_buffers_set]
            for key, buffer in module._buffers.items()
        ]
        described = describe_class(type(module), table)
        entries.append([parent, name, number, described, module.training, parameters, buffers])
        here = len(entries) - 1
        waiting += [(here, key, child) for key, child in module._modules.items() if child]
    return entries


def put_in_step(changes: Iterable[list[Any]], table: Table) -> None:
    """Write what the verifier holds into the student's modules.

    A change is [number, "training", flag] or [number, "parameter" | "buffer", name, tensor or
    None to leave the value, requires_grad, gradient or None].
    """
    for number, what, *rest in changes:
        module = table[number]
        if what == "training":
            module.training = rest[0]
        elif what == "buffer":
            name, value, *_ = rest
            _put_buffer(module, name, value)
        else:
            _put_parameter(module, *rest)


def _put_buffer(module: nn.Module, name: str, value: torch.Tensor) -> None:
    old = module._buffers.get(name)
    if old is not None and old.shape == value.shape and old.dtype == value.dtype:
        old.data.copy_(value)
    elif name in module._buffers:
        module._buffers[name] = value
    else:
        module.register_buffer(name, value)


def _put_parameter(
    module: nn.Module,
    name: str,
    value: torch.Tensor | None,
    requires_grad: bool,
    grad: torch.Tensor | None,
) -> None:
    parameter = module._parameters.get(name)
    if parameter is None:
        if value is None:
            return
        parameter = nn.Parameter(value, requires_grad)
        module.register_parameter(name, parameter)
    elif value is not None:
        if parameter.shape == value.shape and parameter.dtype == value.dtype:
            # In place and past autograd, as an optimizer does it: aliases of the parameter
            # follow, and graphs recorded earlier stay usable.
            parameter.data.copy_(value)
        else:
            parameter.grad = None
            parameter.data = value
    if parameter.requires_grad != requires_grad:
        parameter.requires_grad_(requires_grad)
    parameter.grad = grad


class Watch:
    """Remembers the tensors of some modules before a call, to tell afterwards which changed."""

    def __init__(self, modules: Iterable[tuple[int, nn.Module]]) -> None:
        self.before = [
            (number, module, self._marks(module._parameters), self._copies(module._buffers))
            for number, module in modules
        ]

    @staticmethod
    def _marks(tensors: dict[str, Any]) -> dict[str, tuple[int, int]]:
        return {k: (id(t), t._version) for k, t in tensors.items() if t is not None}

    @staticmethod
    def _copies(tensors: dict[str, Any]) -> dict[str, torch.Tensor]:
        # Batch norm writes its statistics without touching their version, so contents decide.
        return {k: t.detach().clone() for k, t in tensors.items() if t is not None}

    def rewritten(self) -> list[list[Any]]:
        """Return [number, name] of the parameters that the call rewrote."""
        return [
            [number, name]
            for number, module, parameters, _ in self.before
            for name, mark in self._marks(module._parameters).items()
            if parameters.get(name) != mark
        ]

    def buffers(self) -> list[list[Any]]:
        """Return [number, name, value] of the buffers that the call changed."""
        return [
            [number, name, buffer.detach()]
            for number, module, _, before in self.before
            for name, buffer in module._buffers.items()
            if buffer is not None and not _same(before.get(name), buffer)
        ]


class Trace:
    """Notes the calls of some modules while it is open: [number, inputs, output] in order."""

    def __init__(self, modules: Iterable[tuple[int, nn.Module]]) -> None:
        self.calls: list[list[Any]] = []
        self._modules = list(modules)
        self._hooks: list[Any] = []

    def __enter__(self) -> None:
        for number, module in self._modules:
            self._hooks.append(module.register_forward_hook(self._noting(number)))

    def __exit__(self, *_: object) -> None:
        for hook in self._hooks:
            hook.remove()

    def _noting(self, number: int) -> Callable[[nn.Module, tuple[Any, ...], Any], None]:
        def note(_: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
            self.calls.append([number, inputs, output])

        return note


def _same(one: torch.Tensor | None, other: torch.Tensor) -> bool:
    return one is not None and one.dtype == other.dtype and torch.equal(one, other)


def record(error: BaseException) -> ExceptionRecord:
    """Describe an exception in plain text; never raises, whatever the student's class does."""
    kind = type(error)
    builtin = next(c.__name__ for c in kind.__mro__ if c.__module__ == "builtins")
    try:
        message = "".join(map(str, error.args)) if builtin == "KeyError" else str(error)
    except BaseException:
        message = ""
    try:
        trace = _trace(error)
    except BaseException:
        trace = ""
    return ExceptionRecord(kind.__name__, builtin, message[:MAX_MESSAGE], trace[-MAX_TRACE:])


def _trace(error: BaseException) -> str:
    if error.__cause__ is not None or error.__context__ is not None:
        return "".join(traceback.format_exception(error, limit=-8))
    # Without the marks below each line, which cost more than all the rest: checks try calls that
    # many a right solution refuses.
    lines = ["Traceback (most recent call last):\n"]
    for frame, number in list(traceback.walk_tb(error.__traceback__))[-8:]:
        code = frame.f_code
        text = linecache.getline(code.co_filename, number, frame.f_globals).strip()
        lines.append(f'  File "{code.co_filename}", line {number}, in {code.co_name}\n')
        lines.append(f"    {text}\n" if text else "")
    return "".join([*lines, *traceback.format_exception_only(error)])
