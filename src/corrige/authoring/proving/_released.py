"""The release, made anew beside the one that is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from corrige.authoring.proving._proof import Level, Proof
from corrige.course import CONFIG_NAME, Assignment, Course

_IGNORED = ("__pycache__", ".ipynb_checkpoints")


def release_is_fresh(course: Course, assignment: Assignment, proof: Proof) -> Path | None:
    """Compare the release with what nbgrader makes of the source in a scratch copy.

    Returns the fresh release, which the caller removes; None where nbgrader could make none.
    """
    folder = Path(tempfile.mkdtemp(prefix="corrige-prove-"))
    shutil.copy(course.root / CONFIG_NAME, folder)
    shutil.copytree(assignment.source, folder / "source" / assignment.name)
    made = subprocess.run(
        [Path(sys.executable).with_name("nbgrader"), "generate_assignment", assignment.name],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    fresh = folder / "release" / assignment.name
    again = f"run nbgrader generate_assignment {assignment.name} --force"
    if made.returncode or not fresh.is_dir():
        said = (made.stderr.strip().splitlines() or ["no word"])[-1]
        proof.add(Level.ERROR, "release", assignment.name, f"nbgrader makes no release: {said}")
        shutil.rmtree(folder)
        return None
    if not assignment.release.is_dir():
        proof.add(Level.NOTE, "release", assignment.name, f"not released yet: {again}")
        return fresh
    ours, theirs = _files(fresh), _files(assignment.release)
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in theirs:
            text = f"is missing in the release: {again}"
        elif name not in ours:
            text = "is in the release, not in the source: remove it, or put it into the source"
        elif _content(ours[name]) != _content(theirs[name]):
            text = f"the release is out of date: {again}"
        else:
            continue
        proof.add(Level.ERROR, "release", name, text)
    return fresh


def _files(folder: Path) -> dict[str, Path]:
    return {
        str(path.relative_to(folder)): path
        for path in folder.rglob("*")
        if path.is_file() and not set(_IGNORED) & set(path.parts)
    }


def _content(path: Path) -> object:
    data = path.read_bytes()
    return json.loads(data) if path.suffix == ".ipynb" else data
