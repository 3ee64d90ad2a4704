"""What one sandboxed process tree may use up, and the names of the limits.

This module holds plain values; `corrige.kernel.config` wraps them for configuration files.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


# The messages of the Jupyter protocol that count as output.
OUTPUT_MESSAGES = frozenset(
    {"stream", "display_data", "update_display_data", "execute_result", "error"}
)


class Limit(enum.StrEnum):
    """The limit that a process ran into."""

    CELL_SECONDS = "cell_seconds"
    NOTEBOOK_SECONDS = "notebook_seconds"
    CPU_SECONDS = "cpu_seconds"
    MEMORY = "memory"
    FILE_SIZE = "file_size"
    SCRATCH = "scratch"
    PROCESSES = "processes"
    OPEN_FILES = "open_files"
    OUTPUT = "output"

    @property
    def words(self) -> str:
        """The limit in words that a student understands."""
        return _WORDS[self]


_WORDS = {
    Limit.CELL_SECONDS: "the time limit of a cell",
    Limit.NOTEBOOK_SECONDS: "the time limit of the notebook",
    Limit.CPU_SECONDS: "the limit on processor time",
    Limit.MEMORY: "the memory limit",
    Limit.FILE_SIZE: "the limit on the size of a file",
    Limit.SCRATCH: "the limit on disk space",
    Limit.PROCESSES: "the limit on processes and threads",
    Limit.OPEN_FILES: "the limit on open files",
    Limit.OUTPUT: "the limit on output",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one sandboxed process and all that it starts.

    Attributes
    ----------
    cell_seconds: wall-clock seconds of one cell. Kept by whoever runs the cells (nbclient's
        `timeout`), since only they know where a cell begins; see `Child.kill`.
    notebook_seconds: wall-clock seconds from start to end.
    cpu_seconds: processor seconds, summed over all processes.
    memory: bytes of private and shared memory, summed over all processes, above what the warm
        process brought along; also the most that one process may map.
    file_size: bytes of any one file.
    scratch: bytes of all files in the scratch folder.
    processes: processes and threads at one time.
    open_files: descriptors a process.
    output: bytes of text, images and errors that a kernel may send.
    threads: compute threads that torch uses. Not a limit: one thread makes sums repeatable.

    Raises
    ------
    ValueError: a limit that is not positive.
    """

    cell_seconds: float = 60.0
    notebook_seconds: float = 600.0
    cpu_seconds: float = 600.0
    memory: int = 4 * GIB
    file_size: int = 256 * MIB
    scratch: int = 1 * GIB
    processes: int = 256
    open_files: int = 1024
    output: int = 10 * MIB
    threads: int = 1

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) <= 0:
                raise ValueError(
                    f"limit {field.name} is {getattr(self, field.name)}: give a positive number; "
                    "to lift a limit, make it large"
                )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data that `from_json` turns into equal limits."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Limits:
        """Build the limits that `to_json` wrote."""
        return cls(**data)
