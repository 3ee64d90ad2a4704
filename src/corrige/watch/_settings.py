"""What can be set in `nbgrader_config.py`: `c.Watch.limit = "10/hour"` and the like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from traitlets import Enum, Float, TraitError, Unicode, validate
from traitlets.config import Config, Configurable

_UNITS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
_LIMIT = re.compile(r"(\d+)\s*/\s*(\d*)\s*(second|minute|hour|day)s?")


@dataclass(frozen=True)
class Limit:
    """At most `most` gradings within `seconds`."""

    most: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Limit | None:
        """Return the limit that `5/hour` or `10/2 days` means; None for `none`.

        Raises ValueError for anything else.
        """
        if text.strip().lower() == "none":
            return None
        match = _LIMIT.fullmatch(text.strip())
        if match is None or int(match[1]) < 1 or int(match[2] or 1) < 1:
            raise ValueError(f"{text!r} is no limit: write 5/hour, 10/2 days or none")
        return cls(int(match[1]), int(match[2] or 1) * _UNITS[match[3]])


class Watch(Configurable):
    """Settings of `corrige watch`."""

    limit = Unicode(
        "5/hour", help="Gradings of one student's work on one assignment: 5/hour, 10/2 days, none."
    ).tag(config=True)
    settle = Float(
        2.0, min=0.0, help="Seconds that a submission must lie unchanged before it is taken."
    ).tag(config=True)
    look = Float(
        30.0, min=0.1, help="Seconds between looks at all folders, whatever was announced."
    ).tag(config=True)
    full_look = Float(
        600.0,
        min=1.0,
        help="Seconds between full looks: all files are read, due dates and the assignment's own "
        "changes count.",
    ).tag(config=True)
    feedback = Enum(
        ["due", "full", "visible"],
        "due",
        help="What --release gives students: `due`, the visible tests alone before the due date "
        "(extended, where it was for the student) and all after it; `full`, all at once; "
        "`visible`, never more than the visible tests.",
    ).tag(config=True)

    @validate("limit")
    def _readable(self, proposal: Mapping[str, Any]) -> str:
        try:
            Limit.parse(proposal["value"])
        except ValueError as error:
            raise TraitError(str(error)) from error
        return str(proposal["value"])

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Watch:
        """Return the settings of a loaded configuration. Raises TraitError."""
        known = cls.class_trait_names(config=True)
        if unknown := sorted(set(config.get("Watch", {})) - set(known)):
            raise TraitError(f"Watch has no setting {unknown[0]}, only {', '.join(sorted(known))}")
        return cls(config=Config(dict(config)))
