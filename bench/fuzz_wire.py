"""Fuzz the wall's decoder, guided by coverage, for a bounded time.

    pip install atheris
    python bench/fuzz_wire.py [--seconds 60]

Whatever the bytes: a value or a WireError, nothing else, within the limits. Exit status 0 where
nothing was found; else atheris prints the input and its trace.
"""

from __future__ import annotations

import argparse
import sys

import atheris

with atheris.instrument_imports(include=["corrige.wall"]):
    from corrige.wall.packing import pack
    from corrige.wall.unpacking import unpack
    from corrige.wall.wire import Limits, Ref, WireError

LIMITS = Limits(head=20_000, body=100_000, items=2_000, depth=20)
SPLIT = b"\xff\xfe"
"""Stands between head and body: no JSON holds it."""


def one(data: bytes) -> None:
    """Decode one input; raise whatever is not a WireError."""
    head, _, body = data.partition(SPLIT)
    try:
        unpack(head, bytearray(body), _no_object, LIMITS)
    except WireError:
        return


def _no_object(ref: Ref) -> Ref:
    return ref


def _examples() -> list[bytes]:
    import torch

    values = [
        None,
        [1, 2.5, "a"],
        {"a": (True, b"x")},
        torch.arange(6.0).reshape(2, 3),
        torch.Size([2]),
    ]
    packed = [pack(value) for value in values]
    return [p.head + SPLIT + b"".join(bytes(b) for b in p.buffers) for p in packed]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    for example in _examples():
        one(example)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", "-rss_limit_mb=3000"], one
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
