"""For grading code: a kernel manager and client that need no kernelspec on disk.

Use with nbclient as `NotebookClient(nb, km=WarmKernelManager(server=...), ...)`.
"""

from __future__ import annotations

import time
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import DottedObjectName, Instance, Tuple, Type

from corrige.kernel.config import SandboxConfig
from corrige.kernel.death import Death
from corrige.kernel.forkserver import ForkServer
from corrige.kernel.limits import OUTPUT_MESSAGES, Limit
from corrige.kernel.provisioner import CorrigeProvisioner

PROVISIONER = "corrige-provisioner"
_SLACK = 64 * 1024
_ENORMOUS = 64 * 1024 * 1024


def kernel_spec(display_name: str = "Python 3 (corrige sandbox)") -> KernelSpec:
    """Return the kernelspec of a warm sandboxed kernel, as `kernel.json` would hold it."""
    return KernelSpec(
        argv=["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name=display_name,
        language="python",
        metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": {}}},
    )


class MeteredChannel(AsyncZMQSocketChannel):
    """Counts what arrives, before it is parsed: the kernel's own count may be bypassed."""

    manager: WarmKernelManager | None = None
    received = 0

    async def _recv(self, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        frames = await self.socket.recv_multipart(**kwargs)
        self.received += sum(len(frame) for frame in frames)
        _, parts = self.session.feed_identities(frames)
        message = dict(self.session.deserialize(parts))
        manager = self.manager
        # The envelope of a message is not output: leave room for it.
        if manager is not None and self.received > 2 * manager.settings.output + _SLACK:
            manager.kill_for(Limit.OUTPUT)
            if message["msg_type"] in OUTPUT_MESSAGES:
                message["msg_type"] = message["header"]["msg_type"] = "stream"
                message["content"] = {"name": "stderr", "text": f"{Limit.OUTPUT.words}\n"}
        return message


class WarmKernelClient(AsyncKernelClient):
    """A client that neither waits 200 ms for silence nor takes any amount of output."""

    iopub_channel_class = Type(MeteredChannel)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if isinstance(self.parent, WarmKernelManager):
            # Past this, libzmq drops the message and the connection before it fills memory.
            limit = 4 * self.parent.settings.output + _ENORMOUS
            self.context.setsockopt(zmq.MAXMSGSIZE, limit)

    @property
    def iopub_channel(self) -> MeteredChannel:
        channel: MeteredChannel = super().iopub_channel
        if channel.manager is None and isinstance(self.parent, WarmKernelManager):
            channel.manager = self.parent
        return channel

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on shell and iopub; RuntimeError where it does not.

        The kernel's sockets are bound when it is launched, so its first status message on iopub
        tells that the subscription has arrived; what follows belongs to our own request.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while deadline is None or time.monotonic() < deadline:
            asked = self.kernel_info()
            try:
                reply = await self.shell_channel.get_msg(timeout=1)
            except Empty:
                if not await self._async_is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
                continue
            if await self._saw_idle(asked):
                self._handle_kernel_info_reply(reply)
                return
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _saw_idle(self, asked: str) -> bool:
        while True:
            try:
                message = await self.iopub_channel.get_msg(timeout=0.05)
            except Empty:
                return False
            idle = message["content"].get("execution_state") == "idle"
            if idle and message["parent_header"].get("msg_id") == asked:
                return True


class WarmKernelManager(AsyncKernelManager):
    """Starts one warm sandboxed kernel after the other, without a kernelspec on disk.

    Parameters
    ----------
    server: the fork server; None takes the one that this process shares.
    settings: limits, seed, environment; see `SandboxConfig`.
    """

    client_class = DottedObjectName("corrige.kernel.manager.WarmKernelClient")
    client_factory = Type(WarmKernelClient)
    server = Instance(ForkServer, allow_none=True)
    settings = Instance(SandboxConfig)
    fds = Tuple(help="Descriptors the kernel inherits, as FIRST_FD, FIRST_FD + 1, …")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("kernel_name", "corrige")
        super().__init__(**kwargs)
        self._kernel_spec = kernel_spec()

    def _settings_default(self) -> SandboxConfig:
        return SandboxConfig(parent=self)

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            names = SandboxConfig.class_traits(config=True)
            chosen = {name: getattr(self.settings, name) for name in names}
            self.provisioner = CorrigeProvisioner(
                kernel_id=self.kernel_id or "corrige",
                kernel_spec=self.kernel_spec,
                parent=self,
                server=self.server,
                **chosen,
            )
            self.provisioner.fds = tuple(self.fds)
        command, rest = await super()._async_pre_start_kernel(**kwargs)
        return command, rest

    pre_start_kernel = _async_pre_start_kernel

    @property
    def warm(self) -> CorrigeProvisioner:
        """The provisioner of the kernel; ValueError before the first start."""
        if not isinstance(self.provisioner, CorrigeProvisioner):
            raise ValueError("no kernel was started yet")
        return self.provisioner

    @property
    def death(self) -> Death | None:
        """Why the kernel ended, None while it runs or before it was started."""
        if not isinstance(self.provisioner, CorrigeProvisioner):
            return None
        child = self.provisioner.child
        return self.provisioner.death if child is None else child.poll()

    @property
    def unsafe(self) -> bool:
        """Whether the kernel runs without a sandbox: say so wherever results are shown."""
        return self.warm.unsafe

    @property
    def scratch(self) -> Path | None:
        """The kernel's working folder on this machine, while it is there."""
        return self.warm._scratch

    def kill_for(self, limit: Limit) -> Death | None:
        """End the kernel now, with `limit` as the reason of its death."""
        return self.warm.kill_for(limit)
