"""Grade submissions as they arrive, and give students what they may see.

`watch` grades through `corrige.autograde`; here is what decides when, how often and what of it is
released.
"""

from corrige.watch._report import JsonWatch, TextWatch, WatchReport
from corrige.watch._settings import Limit, Watch
from corrige.watch._watch import Options, watch

__all__ = ["JsonWatch", "Limit", "Options", "TextWatch", "Watch", "WatchReport", "watch"]
