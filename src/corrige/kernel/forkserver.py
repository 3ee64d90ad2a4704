"""The grader's side of the fork server."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from corrige.kernel import folders, wire
from corrige.kernel.child import Child
from corrige.kernel.errors import KernelError, SandboxUnavailable
from corrige.kernel.limits import Limits
from corrige.kernel.remedies import remedy
from corrige.kernel.sandbox import Sandbox
from corrige.kernel.warm import WarmProcess, child_environment

# Nothing that looks around when it is imported and then decides, such as tqdm.auto, which picks
# its kind of bar by whether a kernel runs.
PRELOAD = (
    "numpy",
    "torch",
    "torch.nn",
    "torch.optim",
    "torch.utils.data",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "tqdm",
    "corrige.kernel.ipython",
    "corrige.kernel.warmth",
)
_START_SECONDS = 30.0


class ForkServer:
    """A warm process that starts others in sandboxes, in milliseconds.

    Parameters
    ----------
    preload: modules to import before the first fork; every process it starts holds them, so
        nothing secret belongs here. Those that are not installed are in `missing`.
    path: folders to put on sys.path, readable in every sandbox.
    visible: host folders from which sandboxes may bind; nothing else of the host is in sight.
    unsafe: fork without any sandbox. Only for code that you trust.
    start_seconds: how long the preload may take.
    renew_after: after how many processes to start the warm process anew. All forks of one
        share the secret of `hash()` and the layout of memory, so one should not live for ever.

    Raises
    ------
    SandboxUnavailable: this machine cannot confine a process; the text names the remedy.
    KernelError: the server did not start.

    Belongs to the process that made it: after a fork, make another, or `lend` this one.
    """

    def __init__(
        self,
        *,
        preload: Sequence[str] = PRELOAD,
        path: Sequence[Path] = (),
        visible: Sequence[Path] = (),
        unsafe: bool = False,
        start_seconds: float = 180.0,
        renew_after: int = 1000,
    ) -> None:
        if sys.platform != "linux":
            raise SandboxUnavailable(
                "linux", f"this is {sys.platform}, which has no namespaces", remedy("linux")
            )
        self.unsafe = unsafe
        self._owner = os.getpid()
        self._lent = False
        self._lock = threading.Lock()
        self._visible = [folder.resolve() for folder in (*path, *visible)]
        for folder in self._visible:
            if not folder.exists():
                raise KernelError(f"{folder} does not exist: take it off path and visible")
        self._children: list[tuple[Child, WarmProcess]] = []
        self._renew_after = renew_after
        self._start_seconds = start_seconds
        self.base = folders.make_base()
        self._config = {
            "preload": list(preload),
            "path": [str(folder.resolve()) for folder in path],
            "visible": [str(folder.resolve()) for folder in visible],
            "base": str(self.base),
            "unsafe": unsafe,
        }
        try:
            self._warm = WarmProcess(self._config, start_seconds)
        except BaseException:
            folders.remove_tree(self.base)
            raise

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process id of the server's watchman."""
        return self._warm.pid

    @property
    def missing(self) -> tuple[str, ...]:
        """The modules of the preload list that are not installed."""
        return self._warm.missing

    @property
    def alive(self) -> bool:
        """Whether it still serves."""
        return os.getpid() == self._owner and self._warm.alive

    def lend(self) -> None:
        """In a fork of the process that made it: start sandboxes from the same warm process.

        It ends with the process that made it, as do its folders.
        """
        self._owner, self._lent = os.getpid(), True
        self._lock = threading.Lock()
        self._children = []
        self._warm.lend()

    def scratch(self) -> Path:
        """Make a private empty folder that sandboxes of this server may be given.

        It goes with `discard`, or with the server.
        """
        return folders.make_scratch(self.base)

    def discard(self, folder: Path) -> None:
        """Remove a folder that `scratch` made, whatever a student put in it."""
        if folder.parent != self.base / "s":
            raise ValueError(f"{folder} is not a scratch folder of this fork server")
        folders.remove_tree(folder)

    def spawn(
        self,
        target: str,
        args: Any = None,
        *,
        sandbox: Sandbox | None = None,
        limits: Limits | None = None,
        fds: Sequence[int] = (),
        env: Mapping[str, str] | None = None,
        seed: int | None = None,
    ) -> Child:
        """Call a function of a warm module in a sandbox of its own.

        Parameters
        ----------
        target: `package.module:function`, called as `function(args, fds)`. What it returns is
            the exit code (None: 0); an exception is code 1, its traceback in `Child.log`.
        args: JSON data.
        fds: descriptors to pass on; the function gets their numbers on its side. Ours stay open.
        env: variables on top of a minimal environment; nothing of the grader's own goes in.
        seed: for random, numpy and torch; None draws one, which the child records.

        Returns when the sandbox is closed around the process and the target begins.

        Raises
        ------
        SandboxUnavailable: a layer could not be put on; nothing has run.
        KernelError: the server is gone, or did not answer in time.
        """
        wish = sandbox or Sandbox()
        self._check(wish)
        seed = random.SystemRandom().randrange(2**32) if seed is None else seed
        order = {
            "target": target,
            "args": args,
            "sandbox": wish.to_json(),
            "limits": (limits or Limits()).to_json(),
            "env": child_environment(unsafe_in=self.base / "tmp" if self.unsafe else None)
            | dict(env or {}),
            "seed": seed,
        }
        control, theirs = wire.pair()
        handle, name = tempfile.mkstemp(dir=self.base / "log")
        child = Child(control, Path(name), seed=seed, unsafe=self.unsafe, target=target)
        log = os.open(name, os.O_WRONLY | os.O_APPEND)
        os.close(handle)
        file = wire.as_file(order)
        try:
            with self._lock:
                self._renew()
                self._warm.ask([file, theirs.fileno(), log, *fds])
                self._children.append((child, self._warm))
        except OSError as error:
            child.close()
            raise KernelError("the fork server is gone: make a new one") from error
        finally:
            theirs.close()
            os.close(file)
            os.close(log)
        child._await_start(_START_SECONDS)
        return child

    def _renew(self) -> None:
        """Forget closed children; start the warm process anew when it has served enough."""
        before = {warm for _, warm in self._children}
        self._children = [(child, warm) for child, warm in self._children if not child.closed]
        for warm in before - {warm for _, warm in self._children} - {self._warm}:
            warm.close()
        if self._warm.served >= self._renew_after:
            old, self._warm = self._warm, WarmProcess(self._config, self._start_seconds)
            if all(warm is not old for _, warm in self._children):
                old.close()

    def _check(self, wish: Sandbox) -> None:
        if os.getpid() != self._owner:
            raise KernelError("a fork server belongs to the process that made it: make another")
        if not self.alive:
            raise KernelError("the fork server is gone: make a new one")
        for source in wish.sources():
            real = source.resolve()
            if not real.exists():
                raise KernelError(f"{source} does not exist: make it, or leave it out")
            if not any(real.is_relative_to(place) for place in (self.base / "s", *self._visible)):
                raise KernelError(
                    f"the fork server does not see {source}: copy it into a scratch folder, or "
                    f"name its folder in ForkServer(visible=...)"
                )

    def close(self) -> None:
        """End every process it started, and itself; remove its folders. Safe to call twice."""
        if os.getpid() != self._owner:
            return
        for child, _ in self._children:
            child.close()
        for warm in {self._warm, *(warm for _, warm in self._children)}:
            warm.close()
        self._children = []
        if not self._lent:
            folders.remove_tree(self.base)


def copy_into(scratch: Path, folder: Path, *, most_bytes: int) -> None:
    """Copy a student's folder into a scratch folder; links are copied as links.

    Raises KernelError where it holds more than `most_bytes`.
    """
    total = sum(path.lstat().st_size for path in folder.rglob("*"))
    if total > most_bytes:
        raise KernelError(
            f"{folder} holds {total} bytes, more than the limit of {most_bytes}: remove what the "
            "notebook does not need, or raise the limit `scratch`"
        )
    try:
        shutil.copytree(folder, scratch, symlinks=True, dirs_exist_ok=True)
    except OSError as error:
        raise KernelError(
            f"{folder} cannot be copied into a sandbox: {error}; remove what is neither a file "
            "nor a folder, or free some disk space"
        ) from error
