"""The wire carries a closed set of values and turns everything else into one exception."""

from __future__ import annotations

import json
import math
import pickle
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.utils.rnn import PackedSequence, pack_sequence

from corrige.wall.packing import pack
from corrige.wall.unpacking import MAX_KEYS, unpack
from corrige.wall.wire import (
    DTYPES,
    MAGIC,
    PREFIX,
    ExceptionRecord,
    Limits,
    Ref,
    Unpacked,
    WireError,
    read_prefix,
)

SMALL = Limits(head=20_000, body=100_000, items=2_000, depth=20)


def there_and_back(value: Any) -> Unpacked:
    packed = pack(value)
    return unpack(packed.head, bytearray(b"".join(packed.buffers)), lambda ref: ref)


def read(head: Any, body: bytes = b"", limits: Limits | None = None) -> Any:
    raw = head if isinstance(head, bytes) else json.dumps(head).encode()
    return unpack(raw, bytearray(body), lambda ref: ref, limits).value


scalars = st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.floats(allow_nan=False)
leaves = scalars | st.text() | st.binary(max_size=40)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.booleans() | st.none(), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(values)
def test_plain_values_come_back_equal(value: Any) -> None:
    assert repr(there_and_back(value).value) == repr(value)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(DTYPES)),
    st.lists(st.integers(0, 4), max_size=4),
    st.randoms(use_true_random=False),
)
def test_tensors_come_back_with_content_dtype_and_strides(
    name: str, shape: list[int], chance: Any
) -> None:
    base = (torch.arange(math.prod(shape)) % 2).view(shape).to(DTYPES[name])
    order = list(range(len(shape)))
    chance.shuffle(order)
    tensor = base.permute(order)
    if shape and chance.random() < 0.3:
        tensor = tensor[..., ::2]
    if chance.random() < 0.3:
        tensor = tensor.unsqueeze(0).expand(3, *tensor.shape)
    back = there_and_back(tensor).value
    assert back.dtype == tensor.dtype and torch.equal(back, tensor)
    if tensor.numel():
        strides = zip(tensor.shape, tensor.stride(), back.stride(), strict=True)
        assert all(one == other for length, one, other in strides if length > 1)


def test_a_view_does_not_carry_the_rest_of_its_base() -> None:
    base = torch.full((4, 8), 7.0)
    view = base[:, ::2]
    view.zero_()
    packed = pack(view)
    assert not any(any(part) for part in packed.buffers)


@pytest.mark.parametrize(
    "value",
    [
        torch.Size([2, 3]),
        torch.float64,
        torch.device("cpu"),
        slice(1, None, 2),
        Ellipsis,
        Ref("module", 3),
        {1, "a"},
        ExceptionRecord("E", "ValueError", "m", "t"),
        math.inf,
        -math.inf,
    ],
)
def test_the_closed_set_comes_back_equal(value: Any) -> None:
    back = there_and_back(value).value
    assert back == value and type(back) is type(value)


def test_tuples_with_names_arrays_and_packed_sequences_come_back() -> None:
    top = there_and_back(torch.max(torch.tensor([[1.0, 2.0]]), 1)).value
    assert top.values.item() == 2 and top.indices.item() == 1
    assert isinstance(there_and_back(pack_sequence([torch.ones(2)])).value, PackedSequence)
    assert np.array_equal(there_and_back(np.arange(3)).value, np.arange(3))
    assert there_and_back(np.float32(1.5)).value == 1.5


@pytest.mark.parametrize("value", [[math.nan], torch.tensor([math.inf]), {"a": -math.inf}])
def test_non_finite_values_are_noticed(value: Any) -> None:
    assert not there_and_back(value).finite
    assert there_and_back([1.0, torch.ones(2)]).finite


def test_what_is_outside_the_closed_set_is_not_sent() -> None:
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    for value in (object(), cyclic, 10**100, torch.ones(2).to_sparse(), print, 1j):
        with pytest.raises(WireError):
            pack(value)


TENSOR = ["T", "float32", 0, 8, [2], None]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"", b""),
        (b"\xff\xfe", b""),
        (b"[", b""),
        (pickle.dumps(print), b""),
        (b"NaN", b""),
        (b"Infinity", b""),
        (b"1e999", b""),
        (b'{"t": 1}', b""),
        (b'"\\ud800"', b""),
        (b"9" * 5_000, b""),
        (b"1" * 90, b""),
        (b"[" * 100_000, b""),
        (b'["l",' * 60 + b"1" + b"]" * 60, b""),
        ([], b""),
        ([1], b""),
        (["?"], b""),
        (["l"], b"left over"),
        (["d", "a"], b""),
        (["d", 1.5, 1], b""),
        (["d", 2**63, 1], b""),
        (["d", ["t", 1], 1], b""),
        (["d", *range(2 * MAX_KEYS + 2)], b""),
        (["s", ["l"]], b""),
        (["n", "a b", [], []], b""),
        (["n", "P", ["_x"], 1], b""),
        (["n", "P", ["class"], 1], b""),
        (["n", "P", ["x", "x"], 1, 2], b""),
        (["n", "P", ["x"]], b""),
        (["n", "PackedSequence", list(PackedSequence._fields), None, None, 1, 2], b""),
        (["F", "1"], b""),
        (["y", "float33"], b""),
        (["v", "cuda:99"], b""),
        (["h", "module", -1], b""),
        (["h", "module", 1.0], b""),
        (["x", "E", "E", "E"], b""),
        (["x", "E", "E", "E", 1], b""),
        (["z", -1], b""),
        (["z", 2**50], b""),
        (["b", 9], b"12345678"),
        (["b", -1], b"12345678"),
        (TENSOR, b"1234"),
        (["T", "float32", 0, 8, [3], None], bytes(16)),
        (["T", "float32", 0, 8, [-2], None], bytes(16)),
        (["T", "float32", 0, 8, [2.0], None], bytes(16)),
        (["T", "float32", True, 8, [2], None], bytes(16)),
        (["T", "float32", 9, 8, [2], None], bytes(16)),
        (["T", "int64", 1, 16, [2], None], bytes(16)),
        (["T", "bool", 0, 2, [2], None], b"\x02" + bytes(15)),
        (["T", "complex256", 0, 8, [2], None], bytes(16)),
        (["T", "float32", 0, 4, [2**40], [0]], bytes(16)),
        (["T", "float32", 0, 8, [2], [2**39]], bytes(16)),
        (["T", "float32", 0, 8, [2], [-1]], bytes(16)),
        (["T", "float32", 0, 16, [2, 2], [1, 1]], bytes(16)),
        (["T", "uint8", 0, 1, [1] * 17, None], bytes(16)),
        (["T", "float32", 0, 0, [0] + [2**39] * 3, None], b""),
        (["a", 1], b""),
        (["a", ["T", "bfloat16", 0, 4, [2], None]], bytes(16)),
    ],
)
def test_hostile_frames_are_wire_errors(head: Any, body: bytes) -> None:
    with pytest.raises(WireError):
        read(head, body)


def test_honest_twins_of_hostile_frames_are_read() -> None:
    assert read(["l", ["d", "a", 1], ["s", 1], ["z", 2]]) == [{"a": 1}, {1}, torch.Size([2])]
    assert read(TENSOR, bytes(16)).tolist() == [0.0, 0.0]
    assert read(["T", "bool", 0, 2, [2], None], b"\x01" + bytes(15)).tolist() == [True, False]
    assert read(["T", "float32", 0, 4, [5], [0]], bytes(16)).shape == (5,)
    assert read(["b", 3], b"abc" + bytes(13)) == b"abc"


@pytest.mark.parametrize("junk", [b"[[]," * 10**6, b"[" + b"1," * 10**6 + b"1]"])
def test_many_small_items_are_refused_before_they_are_parsed(junk: bytes) -> None:
    with pytest.raises(WireError, match="too many items"):
        read(junk)


def test_a_greedy_prefix_is_refused() -> None:
    for prefix in (
        PREFIX.pack(MAGIC, 2**32 - 1, 0),
        PREFIX.pack(MAGIC, 0, 2**63),
        PREFIX.pack(b"GET ", 10, 10),
    ):
        with pytest.raises(WireError):
            read_prefix(prefix, Limits())
    assert read_prefix(PREFIX.pack(MAGIC, 10, 20), Limits()) == (10, 20)


def decoded_or_refused(head: bytes, body: bytes) -> None:
    try:
        result = unpack(head, bytearray(body), lambda ref: ref, SMALL)
    except WireError:
        return
    for tensor, _ in result.tensors:
        assert tensor.numel() * tensor.dtype.itemsize <= SMALL.body
    pack(result.value, lambda ref: ref, Limits())


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=64))
def test_random_bytes_are_decoded_or_refused(head: bytes, body: bytes) -> None:
    decoded_or_refused(head, body)


tags = st.sampled_from(list("ltdsznFyvbi.hxaT?"))
words = st.sampled_from(["float32", "bool", "int64", "cpu", "nan", "x", "P", "module"])
sizes = st.sampled_from([0, 1, 2, 4, 8, 16, -1, 2**31, 2**62])
grammar = st.recursive(
    scalars | words | sizes,
    lambda inner: (
        st.tuples(tags, st.lists(inner, max_size=6)).map(lambda pair: [pair[0], *pair[1]])
        | st.lists(sizes, max_size=5)
        | st.tuples(
            st.just("T"),
            st.sampled_from(sorted(DTYPES)),
            st.integers(0, 3),
            sizes,
            st.lists(sizes, max_size=4),
            st.none() | st.lists(sizes, max_size=4),
        ).map(list)
    ),
    max_leaves=30,
)


@settings(max_examples=600, deadline=None)
@given(grammar, st.binary(max_size=96))
def test_near_frames_are_decoded_or_refused(tree: Any, body: bytes) -> None:
    decoded_or_refused(json.dumps(tree).encode(), body)


@settings(max_examples=300, deadline=None)
@given(values, st.integers(0, 10**6), st.integers(0, 255))
def test_frames_with_one_byte_changed_are_decoded_or_refused(
    value: Any, place: int, byte: int
) -> None:
    packed = pack([value, torch.ones(3)])
    head = bytearray(packed.head)
    head[place % len(head)] = byte
    decoded_or_refused(bytes(head), b"".join(packed.buffers))
