"""Collect from nbgrader's exchange what has arrived there completely."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from corrige.autograde import Class
from corrige.watch._nbgrader import CommandError, Nbgrader
from corrige.watch._rest import Rest

_LAST = ("timestamp.txt", "submission_secret.txt")
"""What `nbgrader submit` writes after the notebooks."""


class Inbound:
    """The exchange's inbound folder of one course."""

    def __init__(self, nbgrader: Nbgrader, rest: Rest, note: Callable[[str], None]) -> None:
        self._nbgrader, self._rest, self._note = nbgrader, rest, note
        self._collected: dict[Path, Path] = {}
        self._failed: dict[tuple[str, str], str] = {}

    @property
    def folder(self) -> Path:
        return self._nbgrader.inbound

    def collect(self, course: Class) -> None:
        """Collect, as `nbgrader collect --update` does, each student's newest submission."""
        assignment = course.chosen.assignment
        for student, newest in self._newest(assignment).items():
            if self._rest.at_rest(("inbound", newest), newest, _LAST) is None:
                continue
            target = self._nbgrader.place_of_submission(assignment, student)
            if self._collected.get(target) == newest and target.is_dir():
                continue
            if not self._newer(newest, target):
                continue
            try:
                self._nbgrader.collect(assignment, student)
            except CommandError as error:
                self._fail(assignment, student, str(error))
                continue
            self._failed.pop((assignment, student), None)
            if self._newest(assignment).get(student) != newest:
                # nbgrader may have taken a newer one, half copied: without its time it is not
                # newer than itself, and is collected again once it is at rest.
                (target / "timestamp.txt").unlink(missing_ok=True)
            else:
                self._collected[target] = newest

    def _newest(self, assignment: str) -> dict[str, Path]:
        """Return each student's newest submission, named student+assignment+time[+random]."""
        found: dict[str, tuple[datetime, Path]] = {}
        try:
            folders = sorted(self._nbgrader.inbound.iterdir())
        except OSError as error:
            self._fail(assignment, "", f"{error.filename}: {error.strerror}")
            return {}
        for folder in folders:
            parts = folder.name.rsplit("+", 3)
            if len(parts) < 3 or parts[1] != assignment:
                continue
            try:
                when = parse_utc(parts[2])
            except (ValueError, OverflowError):
                self._fail(assignment, parts[0], f"{folder} names no time")
                continue
            if parts[0] not in found or found[parts[0]][0] <= when:
                found[parts[0]] = (when, folder)
        return {student: folder for student, (_when, folder) in found.items()}

    def _newer(self, newest: Path, target: Path) -> bool:
        try:
            have = parse_utc((target / "timestamp.txt").read_text(encoding="utf-8").strip())
            return bool(parse_utc(newest.name.rsplit("+", 3)[2]) > have)
        except (OSError, ValueError, OverflowError):
            return True

    def _fail(self, assignment: str, student: str, why: str) -> None:
        if self._failed.get((assignment, student)) != why:
            self._failed[assignment, student] = why
            whose = f"{student}'s {assignment}" if student else assignment
            self._note(f"{whose} cannot be collected from the exchange: {why}")
