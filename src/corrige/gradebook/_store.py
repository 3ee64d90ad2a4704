"""The database behind the gradebook: one writer among others that read and type."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from nbgrader.api import Gradebook
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.exc import DBAPIError, OperationalError

from corrige.gradebook._values import RecordError

T = TypeVar("T")

_PATIENCE = 60.0
"""Seconds to wait for others: formgrader holds its locks for milliseconds."""

_READING = "corrige_reading"

_metadata = MetaData()

finished = Table(
    "corrige_finished",
    _metadata,
    Column("submission_id", String(32), primary_key=True),
    Column("notebook", String(128), primary_key=True),
    Column("inputs", String(64), nullable=False),
    Column("output", String(64), nullable=False),
)
"""What was graded already: the digest of what went in and of the notebook that came out.

It stands in the gradebook itself and is written together with the grades, so that no kill can
part the two. `submission_id` is that of nbgrader's row, new whenever the row is: no foreign key,
since nbgrader, which does not know this table, must be able to delete its rows.
"""


class Store:
    """Connections to the gradebook of one course.

    read_only: leave it as it is to the byte; then `has_fingerprints` tells whether corrige has ever
    recorded anything in it.

    Raises RecordError where the database cannot be opened.
    """

    def __init__(self, url: str, course: str, *, read_only: bool = False) -> None:
        self.url = url
        try:
            if not read_only:
                self._patiently(lambda: Gradebook(url, course).close())
            self._engine = _engine(url)
            there = self._patiently(lambda: inspect(self._engine).has_table(finished.name))
        except ImportError as error:
            raise RecordError(
                f"the driver of this gradebook's database is not installed ({error}): for "
                "PostgreSQL, pip install 'corrige[postgres]'"
            ) from error
        self.has_fingerprints = there or not read_only
        if not there and not read_only:
            self.write(_metadata.create_all)

    def close(self) -> None:
        self._engine.dispose()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` finds, at one moment. Raises RecordError as `write` does."""

        def once() -> T:
            with self._engine.connect() as connection:
                connection.execution_options(**{_READING: True})
                return work(connection)

        return self._patiently(once)

    def write(
        self, work: Callable[[Connection], T], *, stop: Callable[[], bool] = lambda: False
    ) -> T:
        """Do `work` in one transaction, again where another writer was in the way.

        Raises RecordError where the database refuses; nothing of `work` is kept then.
        """

        def once() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        return self._patiently(once, stop)

    def _patiently(self, work: Callable[[], T], stop: Callable[[], bool] = lambda: False) -> T:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return work()
            except DBAPIError as error:
                if not _in_the_way(error) or stop() or time.monotonic() > until:
                    raise RecordError(_why(error, self.url)) from error
                time.sleep(random.uniform(0.01, 0.1))


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": 10})

    # pysqlite would begin with a lock for reading, and could then find another writer ahead of
    # it, with no way to wait: https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
    @event.listens_for(engine, "connect")
    def _no_begin(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get(_READING, False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _in_the_way(error: DBAPIError) -> bool:
    """Whether the same transaction may well go through a little later."""
    if error.connection_invalidated:
        return True
    text = str(error.orig).lower()
    # 40001, 40P01, 55P03: serialization failure, deadlock, lock not available.
    state = getattr(error.orig, "sqlstate", None)
    return (
        isinstance(error, OperationalError) and ("locked" in text or "busy" in text)
    ) or state in ("40001", "40P01", "55P03")


def _why(error: DBAPIError, url: str) -> str:
    text = str(error.orig).strip()
    where = url.rsplit("@", 1)[-1]
    if "no such column" in text or "no such table" in text or "does not exist" in text:
        return f"the gradebook {where} is of an older nbgrader ({text}): run nbgrader db upgrade"
    if "full" in text or "disk I/O" in text:
        return f"the gradebook {where} cannot be written: {text}; free some disk space"
    if "readonly" in text:
        return f"the gradebook {where} cannot be written: {text}; check who owns it"
    if "locked" in text:
        return f"the gradebook {where} stays locked by another program: close it, or try again"
    return f"the gradebook {where} cannot be used: {text}"
