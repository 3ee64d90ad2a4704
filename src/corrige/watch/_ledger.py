"""What must survive a restart: when students' work was graded, and what they were given to read.

It stands in the gradebook's database, as tables that nbgrader does not know.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from corrige.gradebook import Store
from corrige.watch._settings import Limit

_metadata = MetaData()

_begun = Table(
    "corrige_begun",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment", String(128), nullable=False, index=True),
    Column("student", String(128), nullable=False),
    Column("submission", String(64), nullable=False),
    Column("wall", Float, nullable=False),
    Column("boot", String(64), nullable=False),
    Column("uptime", Float, nullable=False),
)
"""Gradings that count against the limit. `submission` is a digest of the folder."""

_given = Table(
    "corrige_given",
    _metadata,
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("page", String(64), nullable=False),
)
"""The digest of what the page was made from that a student was given last."""


@dataclass(frozen=True)
class Now:
    """A moment, by the clock on the wall and by one that cannot be set.

    uptime: seconds since the machine's start, which `boot` names.
    """

    wall: float
    boot: str
    uptime: float

    @classmethod
    def read(cls) -> Now:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return cls(time.time(), boot, time.clock_gettime(time.CLOCK_BOOTTIME))


class Ledger:
    """The tables of one gradebook. Every call raises RecordError where the database refuses."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.write(_metadata.create_all)

    def admit(
        self, assignment: str, student: str, submission: str, limit: Limit | None, now: Now
    ) -> float:
        """Note that a grading begins and return 0, or return the seconds until it may.

        What was begun last may begin again at any time, and counts once: after a kill or a fault,
        or where the assignment has changed.
        """

        def work(connection: Connection) -> float:
            mine = (_begun.c.assignment == assignment) & (_begun.c.student == student)
            rows = connection.execute(select(_begun).where(mine).order_by(_begun.c.id)).all()
            if rows and rows[-1].submission == submission:
                return 0.0
            if limit is not None:
                ages = sorted(_age(connection, row, now) for row in rows)
                if len(ages) >= limit.most and ages[limit.most - 1] < limit.seconds:
                    return limit.seconds - ages[limit.most - 1]
            kept = [row.id for row in rows][-(limit.most if limit else 1) :]
            connection.execute(delete(_begun).where(mine, _begun.c.id.not_in(kept)))
            connection.execute(
                insert(_begun).values(
                    assignment=assignment,
                    student=student,
                    submission=submission,
                    wall=now.wall,
                    boot=now.boot,
                    uptime=now.uptime,
                )
            )
            return 0.0

        return self._store.write(work)

    def given(self, assignment: str) -> dict[str, str]:
        """Return the digest of the page that each student was given last."""
        query = select(_given.c.student, _given.c.page).where(_given.c.assignment == assignment)
        return self._store.read(lambda c: dict(c.execute(query).tuples().all()))

    def give(self, assignment: str, student: str, page: str) -> None:
        """Note which page a student was given."""
        where = (_given.c.assignment == assignment) & (_given.c.student == student)

        def work(connection: Connection) -> None:
            connection.execute(delete(_given).where(where))
            connection.execute(
                insert(_given).values(assignment=assignment, student=student, page=page)
            )

        self._store.write(work)


def _age(connection: Connection, row: Row[tuple[object, ...]], now: Now) -> float:
    """Return the seconds since a grading began, whatever was done to the clock meanwhile."""
    if row.boot == now.boot:
        return max(0.0, now.uptime - float(row.uptime))
    if row.wall > now.wall:
        # The clock was set back between two starts of the machine. It counts as begun now, so
        # that it is a full window that passes, not the time that the clock was wrong by.
        connection.execute(
            update(_begun)
            .where(_begun.c.id == row.id)
            .values(wall=now.wall, boot=now.boot, uptime=now.uptime)
        )
        return 0.0
    return now.wall - float(row.wall)
