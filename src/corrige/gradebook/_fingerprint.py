"""Digests of files: whether what was graded is still what lies there."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

_PASSED_OVER = frozenset({"__pycache__", ".ipynb_checkpoints"})


def digest_of(*parts: str | bytes) -> str:
    """Return the SHA-256 of the parts, each told from the next."""
    result = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        result.update(len(data).to_bytes(8, "big"))
        result.update(data)
    return result.hexdigest()


def digest_of_folder(folder: Path) -> str:
    """Return a digest of all names and bytes below `folder`; of nothing where there is none.

    Links and devices count by their kind and target: they are never opened. Raises OSError where
    something cannot be read.
    """
    parts: list[str | bytes] = []
    for path, mode in _walk(folder):
        parts.append(str(path.relative_to(folder)))
        parts.append(oct(stat.S_IFMT(mode)))
        if stat.S_ISREG(mode):
            parts.append(digest_of_file(path))
        elif stat.S_ISLNK(mode):
            parts.append(str(path.readlink()))
    return digest_of(*parts)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_files(paths: Iterable[Path]) -> str:
    return digest_of(*(digest_of_file(path) for path in paths))


def _walk(folder: Path) -> list[tuple[Path, int]]:
    found = []
    todo = [folder] if folder.is_dir() else []
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.name in _PASSED_OVER:
                    continue
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    todo.append(Path(entry.path))
                found.append((Path(entry.path), mode))
    return sorted(found)
