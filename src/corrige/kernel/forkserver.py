"""The grader's side of the fork server."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
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
from corrige.kernel.sandbox import HOME, Sandbox

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
_KEPT_ENV = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
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

    Raises
    ------
    SandboxUnavailable: this machine cannot confine a process; the text names the remedy.
    KernelError: the server did not start.

    Belongs to the process that made it: after a fork, make another.
    """

    def __init__(
        self,
        *,
        preload: Sequence[str] = PRELOAD,
        path: Sequence[Path] = (),
        visible: Sequence[Path] = (),
        unsafe: bool = False,
        start_seconds: float = 180.0,
    ) -> None:
        if sys.platform != "linux":
            raise SandboxUnavailable(
                "linux", f"this is {sys.platform}, which has no namespaces", remedy("linux")
            )
        self.unsafe = unsafe
        self.missing: tuple[str, ...] = ()
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._visible = [folder.resolve() for folder in (*path, *visible)]
        self._children: list[Child] = []
        self.base = folders.make_base()
        config = {
            "preload": list(preload),
            "path": [str(folder.resolve()) for folder in path],
            "visible": [str(folder.resolve()) for folder in visible],
            "base": str(self.base),
            "unsafe": unsafe,
        }
        try:
            self._launch(config, start_seconds)
        except BaseException:
            self.close()
            raise

    def _launch(self, config: dict[str, Any], seconds: float) -> None:
        self._sock, theirs = wire.pair()
        me = os.pidfd_open(os.getpid())
        log = (self.base / "log" / "server").open("wb")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "corrige.kernel.server",
                 str(theirs.fileno()), str(me)],
                pass_fds=(theirs.fileno(), me),
                env=_server_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip
        finally:
            theirs.close()
            os.close(me)
            log.close()
        file = wire.as_file(config)
        wire.send(self._sock, {"event": "config"}, [file])
        os.close(file)
        self._sock.settimeout(seconds)
        try:
            event, _ = wire.receive(self._sock)
        except TimeoutError as error:
            raise KernelError(
                f"the fork server did not finish its preload in {seconds:g} s; "
                "preload less, or raise start_seconds"
            ) from error
        self._sock.settimeout(None)
        if event is None or event["event"] != "serving":
            layer = "fork server" if event is None else str(event["layer"])
            reason = "it ended" if event is None else str(event["error"])
            tail = (self.base / "log" / "server").read_text("utf-8", "replace")[-2000:]
            raise SandboxUnavailable(layer, f"{reason} {tail}".strip(), remedy(layer, reason))
        self.missing = tuple(event["missing"])

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
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still serves."""
        return os.getpid() == self._owner and self._process.poll() is None

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
            "env": child_environment() | dict(env or {}),
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
                wire.send(self._sock, {"event": "spawn"}, [file, theirs.fileno(), log, *fds])
        except OSError as error:
            child.close()
            raise KernelError("the fork server is gone: make a new one") from error
        finally:
            theirs.close()
            os.close(file)
            os.close(log)
        child._await_start(_START_SECONDS)
        with self._lock:
            self._children = [c for c in self._children if c._handle is not None] + [child]
        return child

    def _check(self, wish: Sandbox) -> None:
        if os.getpid() != self._owner:
            raise KernelError("a fork server belongs to the process that made it: make another")
        if not self.alive:
            raise KernelError("the fork server is gone: make a new one")
        for source in wish.sources():
            real = source.resolve()
            if not any(real.is_relative_to(place) for place in (self.base / "s", *self._visible)):
                raise KernelError(
                    f"the fork server does not see {source}: copy it into a scratch folder, or "
                    f"name its folder in ForkServer(visible=...)"
                )

    def close(self) -> None:
        """End every process it started, and itself; remove its folders. Safe to call twice."""
        if os.getpid() != self._owner:
            return
        for child in self._children:
            child.close()
        self._children = []
        with contextlib.suppress(AttributeError):
            self._sock.close()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        folders.remove_tree(self.base)


def _server_environment() -> dict[str, str]:
    """Return the environment of the warm process: every fork can read it in /proc."""
    kept = {name: os.environ[name] for name in _KEPT_ENV if name in os.environ}
    return kept | {
        "HOME": "/tmp",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
        "JUPYTER_RUNTIME_DIR": "/tmp/jupyter",
        # Thread pools made at import would not survive the fork.
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def child_environment() -> dict[str, str]:
    """Return the environment that every sandboxed process starts with."""
    return _server_environment() | {"HOME": HOME, "USER": "student", "LOGNAME": "student"}


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
    shutil.copytree(folder, scratch, symlinks=True, dirs_exist_ok=True)
