"""Values into frames: what the wall carries, and what it leaves on its own side."""

from __future__ import annotations

import json
import math
import sys
from typing import Any

import torch

from corrige.wall.wire import (
    ALIGN,
    DTYPE_NAMES,
    INNER,
    LEAF,
    MAX_INT,
    NO_GRAD,
    ExceptionRecord,
    Foreign,
    Limits,
    Packed,
    Ref,
    WireError,
    Written,
    disjoint,
    field_names,
)


def pack(value: Any, foreign: Foreign | None = None, limits: Limits | None = None) -> Packed:
    """Encode `value`; objects outside the closed set go to `foreign`, which names them by a Ref.

    Raises WireError where `foreign` is None and such an object occurs, or a limit is passed
    (a cyclic list passes the limit on depth).
    """
    return Packer(foreign, limits or Limits()).run(value)


_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False).encode
# Tensors of these types whose memory is as their elements lie are sent as they are.
_PLAIN = frozenset({torch.float32, torch.float64, torch.int64, torch.int32, torch.uint8})


class Packer:
    """Encodes values into one frame, in the order in which they will be in its head.

    `history`: whether tensors tell how they take part in autograd.
    """

    history = True

    def __init__(self, foreign: Foreign | None, limits: Limits) -> None:
        self.foreign, self.limits = foreign, limits
        self.items = self.offset = 0
        self.out = Packed(b"")

    def run(self, value: Any) -> Packed:
        data = self.write(value, self.limits.depth)
        try:
            head = _encode(data)
        except (ValueError, RecursionError) as error:
            raise WireError(f"cannot encode: {error}") from None
        self.out.head = head.encode("ascii")
        if len(self.out.head) > self.limits.head or self.offset > self.limits.body:
            raise WireError("value too large for the wall")
        return self.out

    def ahead(self, value: Any) -> Written:
        """Encode a part of the frame now, as it is now. Raises WireError and leaves no trace."""
        kept = self.items, self.offset, len(self.out.buffers), len(self.out.tensors)
        try:
            return Written(self.write(value, self.limits.depth - 8))
        except BaseException:
            self.items, self.offset = kept[:2]
            del self.out.buffers[kept[2] :], self.out.tensors[kept[3] :]
            raise

    def write(self, value: Any, depth: int) -> Any:
        self.items += 1
        if self.items > self.limits.items or depth < 0:
            raise WireError("value too large or too deep for the wall")
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind is str:
            if value.isascii():
                return value
            return value.encode("utf-8", "replace").decode("utf-8")
        if kind is int:
            if abs(value) >= MAX_INT:
                raise WireError("integer too large for the wall")
            return value
        if kind is list:
            write, depth = self.write, depth - 1
            return ["l", *[write(item, depth) for item in value]]
        if kind is dict:
            write, depth = self.write, depth - 1
            return ["d", *[write(part, depth) for pair in value.items() for part in pair]]
        if kind is float:
            return value if math.isfinite(value) else ["F", str(value)]
        if isinstance(value, torch.Tensor):
            return self.tensor(value)
        return self.composite(value, kind, depth - 1)

    def composite(self, value: Any, kind: type, depth: int) -> Any:
        if kind is tuple:
            return ["t", *(self.write(item, depth) for item in value)]
        if kind is torch.Size:
            return ["z", *value]
        if isinstance(value, dict):
            return ["d", *(self.write(part, depth) for pair in value.items() for part in pair)]
        if isinstance(value, Ref):
            return ["h", value.kind, value.number]
        if isinstance(value, tuple) and (fields := field_names(value)):
            return ["n", kind.__name__, fields, *(self.write(item, depth) for item in value)]
        if kind in (set, frozenset):
            return ["s", *(self.write(item, depth) for item in value)]
        if kind is torch.dtype and value in DTYPE_NAMES:
            return ["y", DTYPE_NAMES[value]]
        if kind is torch.device:
            return ["v", str(value)]
        if kind in (bytes, bytearray):
            return ["b", self.buffer(bytes(value))]
        if kind is slice:
            return [
                "i",
                *(self.write(part, depth) for part in (value.start, value.stop, value.step)),
            ]
        if value is Ellipsis:
            return ["."]
        if kind is Written:
            return value.data
        if isinstance(value, ExceptionRecord):
            return ["x", value.name, value.builtin, value.message, value.trace]
        return self.array(value, kind, depth)

    def array(self, value: Any, kind: type, depth: int) -> Any:
        numpy = sys.modules.get("numpy")  # never imported here: the agent must start quickly
        if numpy is not None:
            if isinstance(value, numpy.generic):
                return self.write(value.item(), depth)
            if kind is numpy.ndarray and value.dtype.kind in "fiubc":
                return ["a", self.tensor(torch.from_numpy(value.copy()))]
        if self.foreign is None:
            raise WireError(f"a {kind.__name__} cannot cross the wall")
        ref = self.foreign(value)
        return ["h", ref.kind, ref.number]

    def tensor(self, value: torch.Tensor) -> list[Any]:
        if value.layout is not torch.strided or value.dtype not in DTYPE_NAMES:
            raise WireError(f"a {value.layout} tensor of {value.dtype} cannot cross the wall")
        grad = NO_GRAD
        if self.history and value.requires_grad:
            grad = LEAF if value.is_leaf else INNER
        self.out.tensors.append(value)
        if value.dtype in _PLAIN and value.is_contiguous() and _is_here(value):
            size = self.buffer(value.detach().numpy().tobytes())
            return ["T", DTYPE_NAMES[value.dtype], grad, size, list(value.shape), None]
        plain = value.detach().resolve_conj().resolve_neg()
        shape, strides = list(plain.shape), None
        if not plain.is_contiguous():
            strides = list(plain.stride())
            # An expanded axis is sent once, and gaps in memory not at all: a view never shows
            # the student the part of the base that the test did not pass.
            for axis, stride in enumerate(strides):
                if stride == 0:
                    plain = plain.narrow(axis, 0, min(1, plain.shape[axis]))
            if not disjoint(plain.shape, strides):
                plain, strides = value.detach(), None
        flat = plain.contiguous()
        flat = flat.as_strided((flat.numel(),), (1,))  # `reshape` keeps odd strides of length one
        try:
            data = flat.view(torch.uint8).cpu().numpy().tobytes() if flat.numel() else b""
        except RuntimeError as error:  # inside torch.func a tensor has no memory of its own
            raise WireError(f"such a tensor cannot cross the wall: {error}") from None
        size = self.buffer(data)
        return ["T", DTYPE_NAMES[value.dtype], grad, size, shape, strides]

    def buffer(self, data: bytes) -> int:
        pad = -len(data) % ALIGN
        self.offset += len(data) + pad
        if self.offset > self.limits.body:
            raise WireError("value too large for the wall")
        self.out.buffers.append(data)
        if pad:
            self.out.buffers.append(bytes(pad))
        return len(data)


def _is_here(value: torch.Tensor) -> bool:
    """Whether a tensor is no more than numbers in this process's memory."""
    return (
        type(value) in (torch.Tensor, torch.nn.Parameter)
        and value.is_cpu
        and not value.is_neg()
        and not torch._C._functorch.is_functorch_wrapped_tensor(value)
    )
