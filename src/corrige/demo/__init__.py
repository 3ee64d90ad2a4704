"""The demonstration class: submissions of known worth, made, graded and shown."""

from corrige.demo._class import (
    DemoError,
    DemoStudent,
    assignments,
    expected,
    read_class,
)
from corrige.demo._make import write_class
from corrige.demo._run import run
from corrige.demo._table import Row, rows, table

__all__ = [
    "DemoError",
    "DemoStudent",
    "Row",
    "assignments",
    "expected",
    "read_class",
    "rows",
    "run",
    "table",
    "write_class",
]
