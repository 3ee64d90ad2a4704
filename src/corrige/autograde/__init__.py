"""Grade a whole class: many submissions at once, one writer, nothing lost.

`autograde` is the run; a Backend spreads its jobs, on this machine or others.
"""

from corrige.autograde._backend import Lost
from corrige.autograde._class import AutogradeError, Chosen, Class, configured_how
from corrige.autograde._dry import dry_run
from corrige.autograde._dry_report import DryJson, DryText
from corrige.autograde._local import LocalPool
from corrige.autograde._lock import Busy, lock
from corrige.autograde._machine import default_jobs
from corrige.autograde._opening import open_key, open_store
from corrige.autograde._report import JsonReport, Line, Report, State, Summary, TextReport
from corrige.autograde._run import autograde
from corrige.autograde._stop import Stop
from corrige.autograde._visible import run_visible

__all__ = [
    "AutogradeError",
    "Busy",
    "Chosen",
    "Class",
    "DryJson",
    "DryText",
    "JsonReport",
    "Line",
    "LocalPool",
    "Lost",
    "Report",
    "State",
    "Stop",
    "Summary",
    "TextReport",
    "autograde",
    "configured_how",
    "default_jobs",
    "dry_run",
    "lock",
    "open_key",
    "open_store",
    "run_visible",
]
