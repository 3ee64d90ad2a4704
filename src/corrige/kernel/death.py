"""How a sandboxed process ended, and why."""

from __future__ import annotations

import signal as signals
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from corrige.kernel.limits import Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """The end of a sandboxed process.

    Attributes
    ----------
    code: the exit code, None where a signal ended it.
    signal: the number of the signal that ended it, None where it exited by itself.
    limit: the limit that was the reason, None where there was none.
    detail: for the grader: what was measured when the limit was hit, or what went wrong.
    cpu_seconds: processor time of the whole tree.
    peak_memory: bytes the first process held at most.
    """

    code: int | None = None
    signal: int | None = None
    limit: Limit | None = None
    detail: str = ""
    cpu_seconds: float = 0.0
    peak_memory: int = 0

    @property
    def returncode(self) -> int:
        """The end as `subprocess` words it: the exit code, or minus the signal."""
        if self.code is not None:
            return self.code
        return -(self.signal if self.signal is not None else signals.SIGKILL)

    @property
    def clean(self) -> bool:
        """Whether it exited by itself, with code 0, within its limits."""
        return self.code == 0 and self.limit is None

    def __str__(self) -> str:
        if self.limit is not None:
            return f"stopped at {self.limit.words}" + (f" ({self.detail})" if self.detail else "")
        if self.code is not None:
            return f"exited with code {self.code}"
        if self.signal is None:
            return self.detail or "ended without a report"
        try:
            name = signals.Signals(self.signal).name
        except ValueError:
            name = f"signal {self.signal}"
        meaning = (signals.strsignal(self.signal) or "").lower()
        return f"ended by {name}" + (f" ({meaning})" if meaning else "")

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data that `from_json` turns into an equal value."""
        return asdict(self) | {"limit": None if self.limit is None else str(self.limit)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Death:
        """Build the value that `to_json` wrote."""
        limit = data.get("limit")
        return cls(**{**data, "limit": None if limit is None else Limit(limit)})
