"""What is to be graded next: submissions at rest, those that wait, those to be tried again."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from corrige.watch._rest import Rest

_FIRST, _LONGEST = 10.0, 900.0
"""Seconds before a fault is tried again, the first time and at most."""


@dataclass(frozen=True, order=True)
class Work:
    """One student's work on one assignment."""

    assignment: str
    student: str


@dataclass
class _Item:
    looks: str
    done: bool = False
    final: bool = False
    tries: int = 0
    alone: bool = False
    after: float = 0.0


@dataclass
class Queue:
    """Remembers what was done with each submission, by what its folder looked like then."""

    rest: Rest
    _items: dict[Work, _Item] = field(default_factory=dict)

    def see(self, work: Work, folder: Path) -> None:
        """Take note of a folder as it lies there now."""
        looks = self.rest.at_rest(work, folder, ("timestamp.txt",))
        if looks is None:
            # Changing again, or gone: nothing of it is taken up until it rests.
            self._items.pop(work, None)
            return
        item = self._items.get(work)
        if item is None or item.looks != looks:
            self._items[work] = _Item(looks)

    def forget_gone(self, there: set[Work]) -> None:
        """Forget what is no longer handed in."""
        self._items = {work: item for work, item in self._items.items() if work in there}

    def ready(self) -> list[Work]:
        """Return what is to be graded now."""
        now = time.monotonic()
        return sorted(w for w, item in self._items.items() if not item.done and item.after <= now)

    def batch(self, assignment: str, most: int) -> list[Work]:
        """Return some of what is ready of an assignment; what broke a batch before comes alone."""
        ready = [work for work in self.ready() if work.assignment == assignment]
        together = [work for work in ready if not self._items[work].alone]
        return together[:most] or ready[:1]

    def next(self) -> float:
        """Return when (time.monotonic) something may become ready, as far as is known."""
        times = [item.after for item in self._items.values() if not item.done]
        return min([self.rest.next, *times])

    def done(self, work: Work, looks: str, *, final: bool = False) -> None:
        """Note that what looked like this is dealt with; `final`: until it changes."""
        item = self._items.get(work)
        if item is not None and item.looks == looks:
            self._items[work] = _Item(looks, done=True, final=final)

    def looks(self, work: Work) -> str:
        return self._items[work].looks

    def wait(self, work: Work, seconds: float) -> None:
        """Leave it for some seconds."""
        self._items[work].after = time.monotonic() + seconds

    def fault(self, work: Work, *, alone: bool = False) -> float:
        """Leave it for longer each time; return the seconds."""
        item = self._items[work]
        seconds = min(_LONGEST, _FIRST * 2.0**item.tries)
        item.tries += 1
        item.alone = item.alone or alone
        item.after = time.monotonic() + seconds
        return seconds

    def again(self) -> None:
        """Look at all again but what cannot be graded as it is: a full look."""
        for item in self._items.values():
            item.done = item.done and item.final
