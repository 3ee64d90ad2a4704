"""The warm sandboxed kernel.

Importing this is cheap; each name loads its module when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corrige.kernel.child import Child
    from corrige.kernel.config import SandboxConfig
    from corrige.kernel.death import Death
    from corrige.kernel.doctor import Finding, examine
    from corrige.kernel.errors import KernelError, SandboxUnavailable
    from corrige.kernel.forkserver import ForkServer
    from corrige.kernel.limits import Limit, Limits
    from corrige.kernel.manager import WarmKernelManager, kernel_spec
    from corrige.kernel.provisioner import CorrigeProvisioner
    from corrige.kernel.sandbox import Bind, Sandbox
    from corrige.kernel.shared import begin_shared, close_shared, lend_shared, shared_server

_HOMES = {
    "Bind": "sandbox",
    "Child": "child",
    "CorrigeProvisioner": "provisioner",
    "Death": "death",
    "Finding": "doctor",
    "ForkServer": "forkserver",
    "KernelError": "errors",
    "Limit": "limits",
    "Limits": "limits",
    "Sandbox": "sandbox",
    "SandboxConfig": "config",
    "SandboxUnavailable": "errors",
    "WarmKernelManager": "manager",
    "begin_shared": "shared",
    "close_shared": "shared",
    "examine": "doctor",
    "kernel_spec": "manager",
    "lend_shared": "shared",
    "shared_server": "shared",
}

__all__ = [
    "Bind",
    "Child",
    "CorrigeProvisioner",
    "Death",
    "Finding",
    "ForkServer",
    "KernelError",
    "Limit",
    "Limits",
    "Sandbox",
    "SandboxConfig",
    "SandboxUnavailable",
    "WarmKernelManager",
    "begin_shared",
    "close_shared",
    "examine",
    "kernel_spec",
    "lend_shared",
    "shared_server",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
