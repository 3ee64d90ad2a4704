"""The folder `autograded/<student>/<assignment>/`: built aside, then put in place as a whole."""

from __future__ import annotations

import fnmatch
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corrige.gradebook._values import NotRecorded, RecordError

_ASIDE = ".corrige"
"""Folder below `autograded/` for what is being built; nbgrader's patterns do not match it."""


@dataclass(frozen=True)
class Layout:
    """How nbgrader lays out an autograded folder.

    ignore: patterns of file names left out, CourseDirectory.ignore.
    kept: files of the student's that the instructor's do not overwrite, relative.
    permissions: of each file. groupshared: whether folders are writable for the group.
    """

    source: Path
    ignore: tuple[str, ...]
    kept: frozenset[str]
    permissions: int
    groupshared: bool


def lay_out(layout: Layout, submitted: Path, target: Path) -> list[str]:
    """Copy all but the notebooks, the instructor's files over the student's; return what is left
    out: links and devices, which could lead anywhere.

    Raises NotRecorded where a file of the student's cannot be read, OSError otherwise.
    """
    left_out = []
    for path, name in _files(submitted, layout.ignore):
        mode = _mode(path)
        if mode is None or not stat.S_ISREG(mode):
            left_out.append(name)
            continue
        try:
            _copy(path, target / name)
        except OSError as error:
            if error.filename == str(path):
                raise NotRecorded(f"{path}: {error.strerror}; check the file") from error
            raise
    for path, name in _files(layout.source, layout.ignore):
        if name not in layout.kept:
            _copy(path, target / name)
    return left_out


class Autograded:
    """The tree of autograded folders of one course, with a place aside to build in."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._aside = root / _ASIDE

    def sweep(self) -> None:
        """Remove what a killed run was building. Only for whoever holds the course's lock."""
        shutil.rmtree(self._aside, ignore_errors=True)

    def build(
        self,
        layout: Layout,
        submitted: Path,
        notebooks: Mapping[str, str],
        base: Path | None,
    ) -> Path:
        """Make the folder aside and return it; `base`: a folder whose content it starts from.

        Raises RecordError where it cannot be written, NotRecorded where the submission cannot be
        read.
        """
        try:
            self._aside.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(dir=self._aside))
            made.chmod(0o777 & ~_umask())
            try:
                if base is not None and base.is_dir():
                    shutil.copytree(base, made, dirs_exist_ok=True)
                lay_out(layout, submitted, made)
                for name, text in notebooks.items():
                    path = made / f"{name}.ipynb"
                    path.unlink(missing_ok=True)
                    path.write_text(text, encoding="utf-8")
                _set_permissions(layout, made)
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
        except OSError as error:
            raise RecordError(_why(error, self._root)) from error
        return made

    def swap(self, made: Path, place: Path, *, groupshared: bool) -> Callable[[bool], None]:
        """Put `made` in `place`; return what ends the swap: keep it (True) or undo it (False)."""
        old = Path(f"{made}.old")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if groupshared:
                for folder in (self._root, place.parent):
                    _share(folder)
            if place.is_symlink() or place.exists():
                place.rename(old)
            made.rename(place)
        except OSError as error:
            if old.exists() and not place.exists():
                old.rename(place)
            shutil.rmtree(made, ignore_errors=True)
            raise RecordError(_why(error, place)) from error

        def end(keep: bool) -> None:
            if not keep:
                place.rename(made)
                if old.exists():
                    old.rename(place)
                shutil.rmtree(made, ignore_errors=True)
            else:
                shutil.rmtree(old, ignore_errors=True)

        return end

    def discard(self, made: Path) -> None:
        """Remove what `build` made, where it was not put in place."""
        shutil.rmtree(made, ignore_errors=True)

    def close(self) -> None:
        """Remove the place aside."""
        shutil.rmtree(self._aside, ignore_errors=True)


def _files(folder: Path, ignore: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yield paths and relative names of what nbgrader's `find_all_files` finds, notebooks apart."""
    if _matches(folder.name, ignore):
        return
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _matches(name, ignore))
        for name in sorted(files):
            if not _matches(name, ignore) and not _matches(name, ("*.ipynb",)):
                path = Path(place, name)
                yield path, str(path.relative_to(folder))


def _matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether a glob matches, which passes over names that begin with a dot as the shell does."""
    return any(
        fnmatch.fnmatchcase(name, pattern)
        for pattern in patterns
        if pattern.startswith(".") or not name.startswith(".")
    )


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except OSError:
        return None


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_symlink() or target.exists():
        target.unlink()
    shutil.copy(path, target)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _set_permissions(layout: Layout, folder: Path) -> None:
    for place, _, files in os.walk(folder):
        for name in files:
            Path(place, name).chmod(layout.permissions)
        if layout.groupshared:
            _share(Path(place))


def _share(folder: Path) -> None:
    mode = folder.stat().st_mode
    if mode & 0o2770 != 0o2770:
        folder.chmod((mode | 0o2770) & 0o2777)


def _why(error: OSError, where: Path) -> str:
    what = f"{error.filename or where}: {error.strerror or error}"
    return f"the autograded folder cannot be written ({what}); free some disk space, or check it"
