"""What points depend on beside the submission and its settings."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable
from pathlib import Path

import corrige
from corrige.gradebook import digest_of, digest_of_folder

_LIBRARIES = ("nbgrader", "nbconvert", "torch", "numpy", "ipython")


def digest_of_inputs(folders: Iterable[Path]) -> str:
    """Return a digest of all that lies in the assignment's folders. Raises OSError."""
    return digest_of(*map(digest_of_folder, folders))


def versions() -> dict[str, str]:
    """Return the versions of what decides about points, of our own package to the byte."""
    package = Path(corrige.__file__).parent
    own = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        own.update(path.read_bytes())
    found = {name: importlib.metadata.version(name) for name in _LIBRARIES}
    return {"corrige": own.hexdigest(), **found}
