"""The kernel provisioner: any nbclient, nbgrader or JupyterLab user chooses it by kernelspec.

A kernelspec asks for it with
`"metadata": {"kernel_provisioner": {"provisioner_name": "corrige-provisioner"}}`; the keys of an
added `"config"` are traits of `CorrigeProvisioner`. Source: jupyter_client's documentation,
"Kernel Provisioning".
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Instance

from corrige.kernel.child import Child
from corrige.kernel.config import SandboxConfig
from corrige.kernel.death import Death
from corrige.kernel.errors import KernelError
from corrige.kernel.forkserver import ForkServer, copy_into
from corrige.kernel.limits import Limit
from corrige.kernel.sandbox import SOCKETS, Bind, Sandbox
from corrige.kernel.shared import shared_server

_READY_SECONDS = 60.0
_NEVER_COPIED = ("nbgrader_config.py", "gradebook.db")
_STEP = 0.005


class CorrigeProvisioner(KernelProvisionerBase, SandboxConfig):  # type: ignore[metaclass]
    """Starts kernels as forks of a warm process, each in a sandbox.

    The kernel works in a copy of its working folder: what it writes there is gone with it.

    Attributes
    ----------
    server: the fork server to use; None takes the one that this process shares.
    fds: descriptors that the kernel inherits, as `corrige.kernel.ipython.FIRST_FD` and so on.
    death: why the last kernel ended, None while it runs.
    seed_used: what its random generators were seeded with.
    unsafe: no sandbox at all. On macOS and Windows a plain local kernel is started then.
    """

    server = Instance(ForkServer, allow_none=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child: Child | None = None
        self.death: Death | None = None
        self.seed_used: int | None = None
        self.fds: tuple[int, ...] = ()
        self._plain: LocalProvisioner | None = None
        self._sockets: Path | None = None
        self._scratch: Path | None = None
        self._cwd: Path | None = None
        if self.unsafe and sys.platform != "linux":
            self._plain = LocalProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self.parent
            )

    @property
    def has_process(self) -> bool:
        if self._plain is not None:
            return self._plain.has_process
        return self.child is not None

    async def poll(self) -> int | None:
        if self._plain is not None:
            return await self._plain.poll()
        if self.child is not None:
            self.death = self.child.poll()
        elif self.death is None:
            return 0
        return None if self.death is None else self.death.returncode

    async def wait(self) -> int | None:
        if self._plain is not None:
            return await self._plain.wait()
        while await self.poll() is None:
            await asyncio.sleep(_STEP)
        self._let_go()
        return 0 if self.death is None else self.death.returncode

    async def send_signal(self, signum: int) -> None:
        if self._plain is not None:
            await self._plain.send_signal(signum)
        elif signum == signal.SIGKILL:
            await self.kill()
        elif self.child is not None and signum != 0:
            self.child.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        if self._plain is not None:
            await self._plain.kill(restart)
        elif self.child is not None:
            self.death = self.child.kill()

    def kill_for(self, limit: Limit) -> Death | None:
        """End the kernel now, and name the limit as the reason of its death."""
        if self.child is not None:
            self.death = self.child.kill(limit)
        return self.death

    async def terminate(self, restart: bool = False) -> None:
        await self.send_signal(signal.SIGTERM)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Give the kernel a moment to go by itself, so that nobody has to poll for its end."""
        if self._plain is not None:
            return
        for _ in range(100):
            if await self.poll() is not None:
                return
            await asyncio.sleep(_STEP)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        if self._plain is not None:
            return await self._plain.pre_launch(**kwargs)
        manager: Any = self.parent
        server = self._server()
        if self._sockets is None:
            self._sockets = server.scratch()
            manager.transport = "ipc"
            manager.ip = str(self._sockets / "k")
            if not manager.connection_file:
                # Not in Jupyter's runtime folder, where a killed grader would leave it.
                name = f"{self._sockets.name}.json"
                manager.connection_file = str(server.base / "log" / name)
        manager.cache_ports = False
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        cwd = kwargs.get("cwd")
        self._cwd = None if cwd is None else Path(cwd)
        command = [*self.kernel_spec.argv, *kwargs.pop("extra_arguments", [])]
        return await super().pre_launch(cmd=command, **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        if self._plain is not None:
            return await self._plain.launch_kernel(cmd, **kwargs)
        self.death = None
        try:
            self.child = await asyncio.to_thread(self._spawn, cmd)
        except BaseException:
            # Whoever started us does not clean up after a start that failed.
            self._drop_scratch()
            self._drop_sockets()
            raise
        self.seed_used = self.child.seed
        return self.connection_info

    def _server(self) -> ForkServer:
        if self.server is None or not self.server.alive:
            self.server = shared_server(
                preload=tuple(self.preload),
                visible=tuple(Path(place).resolve() for place in self.visible),
                unsafe=self.unsafe,
            )
        if self.server.unsafe:
            self.unsafe = True
            self.log.warning("NO SANDBOX: this kernel can read and change all that you can")
        return self.server

    def _spawn(self, cmd: list[str]) -> Child:
        server = self._server()
        assert self._sockets is not None
        limits = self.limits()
        self._drop_scratch()
        self._scratch = server.scratch()
        if self._cwd is not None and not any((self._cwd / n).exists() for n in _NEVER_COPIED):
            copy_into(self._scratch, self._cwd, most_bytes=limits.scratch)
        ip = self.connection_info["ip"] if server.unsafe else f"{SOCKETS}/k"
        file = f"{self._sockets}/kernel.json" if server.unsafe else "/tmp/kernel.json"
        connection = {**self.connection_info, "ip": ip}
        if isinstance(connection["key"], bytes):
            connection["key"] = connection["key"].decode()
        child = server.spawn(
            "corrige.kernel.ipython:main",
            {
                "connection": connection,
                "connection_file": file,
                "argv": [word for word in cmd if word.startswith("--")],
                "output": limits.output,
            },
            sandbox=Sandbox(
                scratch=self._scratch,
                sockets=self._sockets,
                binds=tuple(Bind(Path(place).resolve()) for place in self.visible),
            ),
            limits=limits,
            fds=self.fds,
            env=self.env,
            seed=self.seed,
        )
        try:
            ready = child.wait_ready(_READY_SECONDS)
        except TimeoutError as error:
            child.close()
            raise KernelError(f"{error}: the machine is overloaded; run fewer kernels") from error
        if not ready:
            death, log = child.poll(), child.log()
            child.close()
            raise KernelError(f"the kernel {death} before it was up: {log}")
        return child

    async def cleanup(self, restart: bool = False) -> None:
        if self._plain is not None:
            await self._plain.cleanup(restart)
            return
        if self.child is not None:
            self.death = self.child.kill() if self.child.poll() is None else self.child.poll()
        self._let_go()
        if not restart:
            self._drop_scratch()
            self._drop_sockets()

    def _let_go(self) -> None:
        if self.child is not None:
            self.child.close()
            self.child = None

    def _drop_scratch(self) -> None:
        if self._scratch is not None and self.server is not None:
            self.server.discard(self._scratch)
            self._scratch = None

    def _drop_sockets(self) -> None:
        if self._sockets is not None and self.server is not None:
            self.server.discard(self._sockets)
            self._sockets = None

    def resolve_path(self, path: str) -> str | None:
        if self._cwd is None:
            return None
        found = (self._cwd / path).resolve()
        return str(found) if found.exists() else None
