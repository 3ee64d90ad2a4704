"""The line to a Dask scheduler: it may break, and is then mended."""

from __future__ import annotations

import contextlib
import logging
import pickle
import threading
from typing import Any

import dask.config
from distributed import Client, Future

from corrige.autograde._class import AutogradeError

_SECONDS = 10
"""For a call to the scheduler, or to reach it."""


class Link:
    """A client of the scheduler at `address`, or of the one that Dask's configuration names.

    Raises AutogradeError where none is named or it does not answer.
    """

    def __init__(self, address: str = "") -> None:
        # What it logs of lost connections is said by us, in one line.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        if not address and not dask.config.get("scheduler-address", None):
            raise AutogradeError(
                "Dask's configuration names no scheduler: set DASK_SCHEDULER_ADDRESS, "
                "or use --scheduler tcp://HOST:8786"
            )
        self.address = address or str(dask.config.get("scheduler-address"))
        try:
            self._client = self._connected()
        except (OSError, ValueError, ImportError, TypeError) as error:
            raise AutogradeError(
                f"no Dask scheduler answers at {self.address} ({error}): start one with "
                "dask scheduler, check the address and, with tls://, the certificates"
            ) from error

    def up(self) -> bool:
        """Whether there is a connection; where there is none, try to have one again."""
        if self._client.status == "closed":
            with contextlib.suppress(OSError, ValueError):
                self._client = self._connected()
        return bool(self._client.status == "running")

    def workers(self) -> dict[str, int] | None:
        """Return the workers' addresses and numbers of threads; None where nobody answers."""
        if not self.up():
            return None
        try:
            return dict(self._client.nthreads())
        except (OSError, RuntimeError):
            return None

    def submit(self, worker: str, function: Any, *words: Any) -> Any:
        """Have a worker, and no other, call a function; return the future. OSError, RuntimeError
        where there is no connection."""
        return self._client.submit(
            pickle.loads, _called(function, *words), workers=[worker], pure=False, retries=0
        )

    def forget(self, future: Any) -> None:
        """Have nobody work for a future any more, should its worker come back."""
        if isinstance(future, Future) and self._client.status == "running":
            with contextlib.suppress(OSError, RuntimeError):
                future.cancel()

    def call(self, workers: list[str], function: Any, *words: Any) -> None:
        """Have workers call a function beside their work, if they can."""

        def run() -> None:
            with contextlib.suppress(Exception):
                call = _called(function, *words)
                self._client.run(pickle.loads, call, workers=workers, on_error="ignore")

        # A scheduler that is gone keeps this call, too, without end.
        beside = threading.Thread(target=run, daemon=True)
        beside.start()
        beside.join(_SECONDS)

    def restart(self, worker: str) -> bool:
        """Return whether a worker's nanny has started it anew."""
        try:
            done = self._client.restart_workers([worker], timeout=_SECONDS, raise_for_error=False)
        except Exception:
            # Without a nanny, or gone meanwhile: the reasons are many, what follows is the same.
            return False
        return set(done.values()) == {"OK"}

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._client.close(timeout=_SECONDS)

    def _connected(self) -> Client:
        return Client(
            self.address,
            timeout=_SECONDS,
            set_as_default=False,
            direct_to_workers=False,
            name="corrige-autograde",
        )


class _Call:
    def __init__(self, function: Any, words: tuple[Any, ...]) -> None:
        self._reduced = function, words

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self._reduced


def _called(function: Any, *words: Any) -> bytes:
    """Return what `pickle.loads` makes the result of a call of.

    A Dask worker that is sent a function it cannot import dies. This one only fails, and imports
    beside its event loop.
    """
    return pickle.dumps(_Call(function, words))
