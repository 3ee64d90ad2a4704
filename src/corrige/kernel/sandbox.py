"""What a sandboxed process sees of the machine, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = "/home/student"
SOCKETS = "/run/kernel"


@dataclass(frozen=True, slots=True)
class Bind:
    """A host path that appears inside, at `target` (default: at the same path).

    Two sandboxes may share a writable folder. Under root they have different user ids: who
    binds a socket there has to chmod it 0o777 for the other. Neither may trust links in it.
    """

    source: Path
    target: Path | None = None
    writable: bool = False

    @property
    def inside(self) -> Path:
        return self.target or self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """What one process sees: Python, what is named here, and nothing else.

    Attributes
    ----------
    scratch: a host folder, mounted writable at /home/student, which is the working directory.
        Make it with `ForkServer.scratch`. None: a folder in memory that dies with the process.
    sockets: a host folder, mounted writable at /run/kernel until the process says that it is
        ready, and read-only from then on: sockets bound there cannot be replaced by links
        that lead a client astray.
    binds: further host files and folders, read-only unless they say otherwise.
    hidden: paths inside that are covered by something empty.

    Every source must lie in a folder that the fork server sees: its own scratch folders, or
    those given to `ForkServer(visible=...)`.
    """

    scratch: Path | None = None
    sockets: Path | None = None
    binds: tuple[Bind, ...] = ()
    hidden: tuple[Path, ...] = ()

    def sources(self) -> list[Path]:
        """Return the host paths that it needs."""
        return self.owned() + [bind.source for bind in self.binds]

    def owned(self) -> list[Path]:
        """Return the host folders that belong to this process alone."""
        return [path for path in (self.scratch, self.sockets) if path is not None]

    def shared(self) -> list[Path]:
        """Return the host folders that it may write to, and perhaps others as well."""
        return [bind.source for bind in self.binds if bind.writable]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data that `from_json` turns into an equal value."""
        return {
            "scratch": None if self.scratch is None else str(self.scratch),
            "sockets": None if self.sockets is None else str(self.sockets),
            "binds": [
                [str(b.source), None if b.target is None else str(b.target), b.writable]
                for b in self.binds
            ],
            "hidden": [str(path) for path in self.hidden],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Sandbox:
        """Build the value that `to_json` wrote."""
        return cls(
            scratch=None if data["scratch"] is None else Path(data["scratch"]),
            sockets=None if data["sockets"] is None else Path(data["sockets"]),
            binds=tuple(
                Bind(Path(source), None if target is None else Path(target), writable)
                for source, target, writable in data["binds"]
            ),
            hidden=tuple(Path(path) for path in data["hidden"]),
        )
