"""Grade a whole class: many submissions at once, one writer, nothing lost.

`autograde` is the run; a Backend spreads its jobs, on this machine or others.
"""

from corrige.autograde._class import AutogradeError, Chosen
from corrige.autograde._report import JsonReport, Line, Report, State, Summary, TextReport
from corrige.autograde._run import autograde

__all__ = [
    "AutogradeError",
    "Chosen",
    "JsonReport",
    "Line",
    "Report",
    "State",
    "Summary",
    "TextReport",
    "autograde",
]
