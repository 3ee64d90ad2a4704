"""nbgrader hooks: words where nbgrader itself only skips."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

log = logging.getLogger("corrige")


def warn_about_names(assignment: str, student: str, notebooks: list[str], **_: Any) -> None:
    """Say which submissions hold notebooks, but none of the name that the assignment has.

    nbgrader skips unknown notebooks, and gives such a submission no grade.
    """
    wanted = {path.name for path in Path("source", assignment).glob("*.ipynb")}
    found = [Path(notebook) for notebook in notebooks]
    if wanted and found and not wanted & {path.name for path in found}:
        log.error(
            "%s: no notebook named %s, but %s; nothing can be graded until it is renamed",
            found[0].parent,
            " or ".join(sorted(wanted)),
            ", ".join(sorted(path.name for path in found)),
        )
