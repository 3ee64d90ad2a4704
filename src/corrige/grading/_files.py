"""Copy the files beside a notebook, whatever a student put there."""

from __future__ import annotations

import fnmatch
import os
import shutil
from pathlib import Path

from corrige.checks import translate as _

_OUT_OF_PLACE = ("*.ipynb", "__pycache__", ".ipynb_checkpoints")


def copy_files(folder: Path, target: Path, most_bytes: int) -> list[str]:
    """Copy regular files below `folder` into `target`; return words on what was left out.

    Notebooks stay where they are, and what `target` holds already is kept. Links, pipes and
    devices are left out, so is all that would go beyond `most_bytes` in sum, and what cannot be
    read.
    """
    left_out = []
    total = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_out_of_place(name))
        for name in sorted(files):
            path = Path(place, name)
            if _is_out_of_place(name):
                continue
            if path.is_symlink() or not path.is_file():
                left_out.append(
                    _("{name}: neither an ordinary file nor a folder").format(name=name)
                )
                continue
            try:
                size = path.stat().st_size
                if total + size > most_bytes:
                    left_out.append(
                        _("{name}: too large ({size} MB)").format(name=name, size=size // 2**20)
                    )
                    continue
                copied = target / path.relative_to(folder)
                if copied.exists():
                    continue
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copied)
                total += size
            except OSError as error:
                left_out.append(f"{name}: {error.strerror}")
    return left_out


def _is_out_of_place(name: str) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in _OUT_OF_PLACE)
