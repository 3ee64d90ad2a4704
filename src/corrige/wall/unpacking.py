"""Frames into values, from a side that is not trusted."""

from __future__ import annotations

import json
import keyword
import math
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import torch

from corrige.wall.wire import (
    ALIGN,
    DTYPES,
    INNER,
    LEAF,
    MAX_INT,
    NO_GRAD,
    Adopt,
    ExceptionRecord,
    Limits,
    Ref,
    Resolve,
    Unpacked,
    WireError,
    disjoint,
)

_ODD_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
MAX_DIMS = 16
MAX_FIELDS = 64
# Keys are compared on a hash collision, and a student who knows the hash secret can force
# collisions: this keeps the worst case of one dict under a second.
MAX_KEYS = 10_000


def unpack(
    head: bytes | bytearray,
    body: bytearray,
    resolve: Resolve | None = None,
    limits: Limits | None = None,
    adopt: Adopt | None = None,
) -> Unpacked:
    """Decode a frame's head and body.

    `resolve` turns references into objects; `adopt` may replace each tensor (it is given the
    tensor and how it took part in autograd). Raises WireError, and nothing else, on anything odd.
    """
    limits = limits or Limits()
    if len(head) > limits.head or len(body) > limits.body:
        raise WireError("frame too large")
    if head.count(b",") + head.count(b"[") > limits.items:
        raise WireError("too many items")
    try:
        data = _decode(bytes(head).decode("utf-8"))
        reader = _Unpacker(body, resolve, limits, adopt)
        value = reader.read(data, limits.depth)
        if reader.offset != len(body):
            raise WireError("bytes left over in the body")
    except WireError:
        raise
    except Exception as error:  # torch and namedtuples raise whatever they like on odd input
        raise WireError(f"malformed frame: {type(error).__name__}") from None
    return Unpacked(value, reader.tensors, reader.finite)


def _refuse_constant(_: str) -> Any:
    raise WireError("bare NaN or Infinity in the head")


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


@lru_cache(maxsize=64)
def _tuple_class(name: str, fields: tuple[str, ...]) -> Any:
    packed = torch.nn.utils.rnn.PackedSequence
    if name == "PackedSequence" and fields == packed._fields:
        return lambda *values: packed(*values)
    return namedtuple(name, fields)


def _is_name(text: Any) -> bool:
    return (
        isinstance(text, str)
        and text.isidentifier()
        and not keyword.iskeyword(text)
        and not text.startswith("_")
        and len(text) <= 64
    )


class _Unpacker:
    def __init__(
        self, body: bytearray, resolve: Resolve | None, limits: Limits, adopt: Adopt | None
    ) -> None:
        self.body, self.resolve, self.limits, self.adopt = body, resolve, limits, adopt
        self.offset = 0
        self.unfolded = 0
        self.finite = True
        self.tensors: list[tuple[torch.Tensor, int]] = []

    def read(self, data: Any, depth: int) -> Any:
        if data is None or data is True or data is False:
            return data
        kind = type(data)
        if kind is str:
            if not data.isascii():
                data.encode("utf-8")  # a lone surrogate is a UnicodeEncodeError, so a ValueError
            return data
        if kind is list and data and depth >= 0:
            tag = data[0]
            reader = _READERS.get(tag) if type(tag) is str else None
            if reader is None:
                raise WireError("unknown tag")
            return reader(self, data[1:], depth - 1)
        if kind is int:
            if abs(data) >= MAX_INT:
                raise WireError("integer too large")
            return data
        if kind is float:
            if not math.isfinite(data):
                raise WireError("number out of range")
            return data
        raise WireError("not a value, or nested too deep")

    def many(self, rest: Sequence[Any], depth: int) -> list[Any]:
        read = self.read
        return [read(item, depth) for item in rest]

    def dict_(self, rest: list[Any], depth: int) -> dict[Any, Any]:
        if len(rest) % 2 or len(rest) > 2 * MAX_KEYS:
            raise WireError("not a dict, or too many keys")
        values = self.many(rest, depth)
        keys = values[::2]
        for key in keys:
            _check_key(key)
        return dict(zip(keys, values[1::2], strict=True))

    def set_(self, rest: list[Any], depth: int) -> set[Any]:
        values = self.many(rest, depth)
        if len(values) > MAX_KEYS:
            raise WireError("too many keys")
        for value in values:
            _check_key(value)
        return set(values)

    def size(self, rest: list[Any], depth: int) -> torch.Size:
        return torch.Size(_dims(rest))

    def named(self, rest: list[Any], depth: int) -> Any:
        name, fields, *values = rest
        if type(fields) is not list or not all(map(_is_name, fields)) or not _is_name(name):
            raise WireError("not a tuple with names")
        if len(fields) != len(values) or len(fields) > MAX_FIELDS or len({*fields}) != len(fields):
            raise WireError("fields and values do not match")
        return _tuple_class(name, tuple(fields))(*self.many(values, depth))

    def odd_float(self, rest: list[Any], depth: int) -> float:
        (text,) = rest
        if type(text) is not str or text not in _ODD_FLOATS:
            raise WireError("not a float")
        self.finite = False
        return _ODD_FLOATS[text]

    def dtype(self, rest: list[Any], depth: int) -> torch.dtype:
        (name,) = rest
        if type(name) is not str or name not in DTYPES:
            raise WireError("unknown dtype")
        return DTYPES[name]

    def device(self, rest: list[Any], depth: int) -> torch.device:
        (name,) = rest
        if name not in ("cpu", "meta", "cuda", "cuda:0", "mps", "mps:0"):
            raise WireError("unknown device")
        return torch.device(name)

    def bytes_(self, rest: list[Any], depth: int) -> bytes:
        (size,) = rest
        start = self.take(size)
        return bytes(self.body[start : start + size])

    def slice_(self, rest: list[Any], depth: int) -> slice:
        start, stop, step = self.many(rest, depth)
        return slice(start, stop, step)

    def dots(self, rest: list[Any], depth: int) -> Any:
        if rest:
            raise WireError("not an ellipsis")
        return Ellipsis

    def ref(self, rest: list[Any], depth: int) -> Any:
        kind, number = rest
        if type(kind) is not str or type(number) is not int or not 0 <= number < 2**53:
            raise WireError("not a reference")
        if self.resolve is None:
            raise WireError("no references here")
        return self.resolve(Ref(kind, number))

    def exception(self, rest: list[Any], depth: int) -> ExceptionRecord:
        if len(rest) != 4 or not all(type(part) is str for part in rest):
            raise WireError("not an exception record")
        name, builtin, message, trace = (self.read(part, depth) for part in rest)
        return ExceptionRecord(name, builtin, message, trace)

    def array(self, rest: list[Any], depth: int) -> Any:
        (data,) = rest
        if type(data) is not list or data[:1] != ["T"]:
            raise WireError("not an array")
        tensor = self.read(data, depth)
        self.tensors.pop()
        if tensor.dtype is torch.bfloat16:
            raise WireError("no such array")
        return tensor.numpy()

    def tensor(self, rest: list[Any], depth: int) -> torch.Tensor:
        name, grad, size, shape, strides = rest
        dtype = DTYPES.get(name) if type(name) is str else None
        if dtype is None:
            raise WireError("unknown dtype")
        if type(shape) is not list or type(grad) is not int or grad not in (NO_GRAD, LEAF, INNER):
            raise WireError("not a tensor")
        if grad and not (dtype.is_floating_point or dtype.is_complex):
            raise WireError("only floating-point tensors have gradients")
        dims = _dims(shape)
        sent = dims
        if strides is not None:
            if type(strides) is not list or len(_dims(strides)) != len(dims):
                raise WireError("not strides")
            sent = [min(1, n) if s == 0 else n for n, s in zip(dims, strides, strict=True)]
        # Empty tensors count by their other axes, which a test may use as a size.
        width, count = dtype.itemsize, math.prod(sent)
        whole = count if count and sent is dims else math.prod([max(n, 1) for n in dims])
        self.unfolded += whole * width
        if type(size) is not int or size != count * width:
            raise WireError("tensor and buffer differ in size")
        if self.unfolded > self.limits.body:
            raise WireError("tensors too large")
        flat = self.load(dtype, size)
        if self.adopt is None and not _all_finite(flat):
            self.finite = False
        value = flat.view(sent)
        if strides is not None:
            value = self.restride(value, dims, strides)
        self.tensors.append((value, grad))
        return value if self.adopt is None else self.adopt(value, grad)

    def load(self, dtype: torch.dtype, size: int) -> torch.Tensor:
        if size == 0:
            return torch.empty(0, dtype=dtype)
        start = self.take(size)
        read_as = torch.uint8 if dtype is torch.bool else dtype
        count = size // read_as.itemsize
        # The clone gives each tensor its own memory, as it would have in one process.
        flat = torch.frombuffer(self.body, dtype=read_as, count=count, offset=start).clone()
        if dtype is torch.bool:
            if bool((flat > 1).any()):
                raise WireError("not a bool tensor")
            flat = flat.to(torch.bool)
        return flat

    def restride(self, value: torch.Tensor, dims: list[int], strides: list[int]) -> torch.Tensor:
        if not disjoint(value.shape, strides):
            raise WireError("strides overlap")
        extent = 1 + sum((n - 1) * s for n, s in zip(value.shape, strides, strict=True) if n)
        self.unfolded += extent * value.dtype.itemsize
        if self.unfolded > self.limits.body:
            raise WireError("strides reach too far")
        base = torch.zeros(extent, dtype=value.dtype)
        base.as_strided(value.shape, strides).copy_(value)
        return base.as_strided(dims, strides)

    def take(self, size: Any) -> int:
        if type(size) is not int or not 0 <= size <= len(self.body) - self.offset:
            raise WireError("buffer outside the body")
        start = self.offset
        self.offset += size + (-size % ALIGN)
        return start


def _all_finite(flat: torch.Tensor) -> bool:
    if not flat.dtype.is_floating_point:
        return not flat.dtype.is_complex or bool(torch.isfinite(flat).all())
    # A finite sum has finite terms, at half the price; only a sum that overflows needs a look.
    return math.isfinite(flat.sum().item()) or bool(torch.isfinite(flat).all())


def _dims(data: Sequence[Any]) -> list[int]:
    if len(data) > MAX_DIMS:
        raise WireError("not a size")
    for n in data:
        if type(n) is not int or not 0 <= n < 2**40:
            raise WireError("not a size")
    return list(data)


def _check_key(key: Any) -> None:
    if type(key) is int and abs(key) < 2**63:
        return
    if not (key is None or type(key) in (str, bool)):
        raise WireError("not a key")


_READERS: Mapping[str, Callable[[_Unpacker, list[Any], int], Any]] = {
    "l": _Unpacker.many,
    "t": lambda self, rest, depth: tuple(self.many(rest, depth)),
    "d": _Unpacker.dict_,
    "s": _Unpacker.set_,
    "z": _Unpacker.size,
    "n": _Unpacker.named,
    "F": _Unpacker.odd_float,
    "y": _Unpacker.dtype,
    "v": _Unpacker.device,
    "b": _Unpacker.bytes_,
    "i": _Unpacker.slice_,
    ".": _Unpacker.dots,
    "h": _Unpacker.ref,
    "x": _Unpacker.exception,
    "a": _Unpacker.array,
    "T": _Unpacker.tensor,
}
