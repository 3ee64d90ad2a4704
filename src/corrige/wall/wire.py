"""The language both sides of the wall speak: frames of a small closed set of values.

A frame is a prefix (magic, head length, body length), a JSON head and a body of raw tensor
buffers. JSON carries scalars as they are; everything else is an array whose first item is a tag.
Objects (`{…}`) never occur. Nothing here ever imports, evaluates or unpickles what it reads.

Decoding treats its input as hostile: whatever is wrong is a `WireError`, and memory and time are
bounded by `Limits`. JSON expands up to 25 times in memory (`[[],[],…]`), hence a cap on the
number of items, counted on the raw bytes before parsing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

MAGIC = b"CRW1"
PREFIX = struct.Struct("!4sIQ")
ALIGN = 16

DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.float32, torch.float64, torch.float16, torch.bfloat16),
        *(torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool),
        *(torch.complex64, torch.complex128),
    )
}
DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}
MAX_INT = 2**256

# Marks that a check sets on a module or tensor (`corrige.checks` cannot import the wall): the
# student's code may change it; NaN and infinity from it are the check's to judge.
MAY_CHANGE = "_corrige_may_change"
NONFINITE_OK = "_corrige_nonfinite_ok"


class WireError(Exception):
    """A frame or value that the wall does not carry; never any other exception type."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one frame may hold: bytes of head, bytes of body, values, levels of nesting."""

    head: int = 8 * 2**20
    body: int = 256 * 2**20
    items: int = 200_000
    depth: int = 48


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an object that stays on the other side, or that the other side owns."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class ExceptionRecord:
    """An exception as text: a claim of the side that raised it."""

    name: str
    builtin: str
    message: str
    trace: str


@dataclass(frozen=True, slots=True)
class Written:
    """A value that was encoded already, into the frame that it is now put into."""

    data: Any


Foreign = Callable[[Any], Ref]
Resolve = Callable[[Ref], Any]
Adopt = Callable[[torch.Tensor, int], torch.Tensor]

# How a tensor takes part in autograd on the side it comes from.
NO_GRAD, LEAF, INNER = 0, 1, 2


@dataclass(slots=True)
class Packed:
    """A value ready to be sent, and the tensors in it in the order they were met."""

    head: bytes
    buffers: list[bytes] = field(default_factory=list)
    tensors: list[torch.Tensor] = field(default_factory=list)

    def frame(self) -> bytes:
        body = sum(len(part) for part in self.buffers)
        return b"".join((PREFIX.pack(MAGIC, len(self.head), body), self.head, *self.buffers))


@dataclass(slots=True)
class Unpacked:
    """A decoded value, the tensors in it in order, and whether NaN or infinity occurs."""

    value: Any
    tensors: list[tuple[torch.Tensor, int]]
    finite: bool


def read_prefix(prefix: bytes | bytearray, limits: Limits) -> tuple[int, int]:
    """Return (head length, body length) in bytes. Raises WireError for a wrong or greedy one."""
    magic, head, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("not a frame of the wall")
    if head > limits.head or body > limits.body:
        raise WireError("frame too large")
    return head, body


def field_names(value: tuple[Any, ...]) -> list[str] | None:
    """Return the names of a tuple's fields (namedtuple, PackedSequence, `torch.max`'s result)."""
    kind = type(value)
    names = getattr(kind, "_fields", None)
    if names is None and kind.__module__ == "torch.return_types":
        names = getattr(kind, "__match_args__", None)
    if not isinstance(names, tuple) or len(names) != len(value):
        return None
    return list(names)


def disjoint(shape: Sequence[int], strides: Sequence[int]) -> bool:
    """Whether no two elements of such a view share memory (axes of length one do not matter)."""
    reach = 1
    for stride, length in sorted(zip(strides, shape, strict=True)):
        if length > 1:
            if stride < reach:
                return False
            reach = stride * (length - 1) + reach
    return True
