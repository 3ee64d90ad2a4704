"""Which submissions resemble each other, by winnowed fingerprints (copydetect).

Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003. Names of variables do not count.
"""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass

import numpy as np
from copydetect import CodeFingerprint, compare_files

from corrige.report._values import ClassResults

K, WINDOW = 25, 1
"""Characters of filtered code that must agree, and the window of the winnowing: all are kept, a
notebook is small."""
LONGEST = 200_000
"""Characters of a student's code that are compared; more was not typed."""
FEWEST = 300
"""Characters of filtered code in common below which two submissions are not said to be alike."""


@dataclass(frozen=True)
class Pair:
    """Two students whose own code agrees: `share` of the shorter one's, `common` characters."""

    first: str
    second: str
    share: float
    common: int


def similar(results: ClassResults, least: float = 0.8) -> list[Pair]:
    """Return the pairs that agree in at least the share `least`, most alike first.

    What also stands in the instructor's code, given text or solution, does not count.
    """
    template = np.unique(
        np.array([h for code in results.template for h in _prints(code).hashes], dtype=np.int64)
    )
    prints = {s.id: _prints(s.code[:LONGEST], template) for s in results.students if s.code}
    found = []
    for (first, one), (second, other) in itertools.combinations(sorted(prints.items()), 2):
        if not (one.hashes and other.hashes and one.hashes & other.hashes):
            continue
        common, shares, _slices = compare_files(one, other)
        share = min(float(max(shares)), 1.0)
        if share >= least and common >= FEWEST:
            found.append(Pair(first, second, share, int(common)))
    return sorted(found, key=lambda pair: (-pair.share, -pair.common, pair.first, pair.second))


def _prints(
    code: str, template: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
) -> CodeFingerprint:
    return CodeFingerprint("code.py", K, WINDOW, template, language="python", fp=io.StringIO(code))
