"""The bank of an assignment: known right and wrong solutions, and what each must lose.

An entry is a Python file in percent format. Its first comment line says what it does, for a wrong
one the misconception; a line `# perd : a, b` names the test cells it must lose, a line
`# non corrigeable : a, b` those that cannot be judged, a line `# perd parfois : a, b` (optional)
those it loses or not as chance has it (an untrained network may guess right), a line `# dit : …`
(optional) a part of what one of their messages must say; each cell is headed by the grade id of
the solution cell it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jupytext


class BankError(Exception):
    """A file of the bank is not as it should be; the text names the file and the mistake."""


@dataclass(frozen=True)
class BankEntry:
    """One known solution: `cells` by grade id, and the test cells it fails or leaves unjudged.

    told: what a message must hold for its author to see the mistake; "" where nothing is asked.
    may_lose: the test cells that it fails with some seeds and passes with others.
    """

    name: str
    says: str
    loses: frozenset[str]
    unjudged: frozenset[str]
    cells: Mapping[str, str]
    told: str = ""
    may_lose: frozenset[str] = frozenset()

    @property
    def right(self) -> bool:
        return self.name.startswith("right_")


def read_bank(folder: Path) -> dict[str, BankEntry]:
    """Return the entries in `folder` by name, in name order.

    Raises BankError for a file that is neither right_*.py nor wrong_*.py, has no first line in
    words, no cell with a grade id, or, if wrong, does not say what it loses.
    """
    return {path.stem: _read(path) for path in sorted(folder.glob("*.py"))}


def _read(path: Path) -> BankEntry:
    text = path.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    cells = {
        title: cell.source
        for cell in notebook.cells
        if isinstance(title := cell.metadata.get("title"), str)
    }
    first = text.partition("\n")[0]
    loses, unjudged = _listed(text, "perd"), _listed(text, "non corrigeable")
    wrong = path.name.startswith("wrong_")
    if not (wrong or path.name.startswith("right_")):
        raise BankError(f"{path}: the name must begin with right_ or wrong_")
    if not first.startswith("# ") or first.startswith("# %%"):
        raise BankError(f"{path}: the first line must say in words what the solution does")
    if not cells:
        raise BankError(f"{path}: no cell; head each with `# %% grade_id`")
    if wrong != bool(loses or unjudged):
        raise BankError(f"{path}: a line `# perd : …` belongs in every wrong_ file, and only there")
    may_lose = _listed(text, "perd parfois")
    if may_lose and not (wrong and may_lose.isdisjoint(loses | unjudged)):
        raise BankError(
            f"{path}: a line `# perd parfois : …` belongs in a wrong_ file alone, and names cells "
            "that `# perd : …` does not name"
        )
    told = re.search(r"^# dit : (.*\S)", text, re.MULTILINE)
    if told and not loses:
        raise BankError(f"{path}: a line `# dit : …` belongs beside `# perd : …`, and only there")
    words = told[1] if told else ""
    return BankEntry(path.stem, first[2:], loses, unjudged, cells, words, may_lose)


def _listed(text: str, key: str) -> frozenset[str]:
    found = re.search(rf"^# {key} : (.*)$", text, re.MULTILINE)
    return frozenset(re.split(r",\s*", found.group(1).strip())) if found else frozenset()
