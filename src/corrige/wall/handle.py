"""Proxies for what has no closer likeness here: functions, bound methods, datasets, iterators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn, Protocol

from corrige.wall.errors import Refused


class Performer(Protocol):
    """What a proxy needs of the wall."""

    def perform(self, op: str, *operands: Any) -> Any: ...

    def construct(self, shadow: Any, kind: type, args: Any, kwargs: Any) -> None: ...

    def copy(self, original: Any, twin: Any) -> None: ...

    def release(self, number: int) -> None: ...


class Lease:
    """Keeps an object on the student's side alive as long as something here refers to it."""

    __slots__ = ("number", "wall")

    def __init__(self, wall: Performer, number: int) -> None:
        self.wall, self.number = wall, number

    def __del__(self) -> None:
        self.wall.release(self.number)


def own(name: str) -> bool:
    """Whether an attribute stays on this side: what Python, pytest or the checks look for."""
    return name.startswith(("__", "_corrige_", "_wall", "_pytest", "pytest"))


class Handle:
    """An object of the student's. Calls, attributes, items, length and iteration cross the wall.

    Comparison, order and truth are refused with a TypeError: an object that is always equal or
    always true must not decide a test.
    """

    def __init__(self, wall: Performer, number: int) -> None:
        self._wall_lease = Lease(wall, number)
        self._wall_owner: Any = None

    def __repr__(self) -> str:
        return "<an object of the student's>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._wall_lease.wall.perform("call", self, list(args), kwargs)

    def __getattr__(self, name: str) -> Any:
        if own(name):
            raise AttributeError(name)
        return self._wall_lease.wall.perform("attribute", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if own(name) or not self._wall_lease.wall.perform("set_attribute", self, name, value):
            object.__setattr__(self, name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._wall_lease.wall.perform("item", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._wall_lease.wall.perform("set_item", self, key, value)

    def __len__(self) -> int:
        length = self._wall_lease.wall.perform("length", self)
        if type(length) is not int or length < 0:
            raise TypeError("the student's object has no usable length")
        return length

    def __contains__(self, value: Any) -> bool:
        return self._wall_lease.wall.perform("contains", self, value) is True

    def __iter__(self) -> Iterator[Any]:
        wall = self._wall_lease.wall
        iterator = wall.perform("iterate", self)
        if not isinstance(iterator, Handle):
            raise TypeError("the student's object cannot be iterated")
        while step := wall.perform("next", iterator):
            yield step[0]

    def __next__(self) -> Any:
        for value in self._wall_lease.wall.perform("next", self):
            return value
        raise StopIteration

    def __bool__(self) -> NoReturn:
        raise Refused("the truth of an object of the student's is not known here")

    def _refuse(self, other: object) -> NoReturn:
        raise Refused("an object of the student's cannot be compared here")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = object.__hash__
