"""What this machine can do for a sandbox: found out by trying."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from corrige.kernel import layers
from corrige.kernel.errors import KernelError, SandboxUnavailable
from corrige.kernel.remedies import remedy


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's table.

    Attributes
    ----------
    name: what was looked for.
    available: whether this machine has it.
    used: whether kernels are confined by it.
    remedy: what to do where it is missing; empty where there is nothing to do.
    detail: what it is for, or what was found.
    """

    name: str
    available: bool
    used: bool
    remedy: str = ""
    detail: str = ""


def examine() -> list[Finding]:
    """Start a fork server and one sandboxed process, and report what was put on.

    Takes about a tenth of a second. Never raises for what a machine lacks.
    """
    if sys.platform != "linux":
        return [Finding("linux", False, False, remedy("linux"), f"this is {sys.platform}")]
    system = Finding("linux", True, True, detail=f"{os.uname().release} on {os.uname().machine}")
    try:
        worn = _trial()
    except SandboxUnavailable as error:
        return [system, *_unworn(error), _scratch_space()]
    except (KernelError, OSError) as error:
        broken = Finding("fork server", False, False, remedy("fork server"), str(error))
        return [system, broken, _scratch_space()]
    return [system, *(_worn(layer, worn) for layer in layers.ALL), _scratch_space()]


def usable(findings: list[Finding]) -> bool:
    """Whether untrusted code may be graded: no required piece is missing."""
    optional = {layer.name for layer in layers.ALL if not layer.required}
    return all(finding.available or finding.name in optional for finding in findings)


def _trial() -> tuple[str, ...]:
    from corrige.kernel.forkserver import ForkServer

    with ForkServer(preload=(), start_seconds=30) as server, server.spawn("gc:collect") as child:
        return child.layers


def _worn(layer: layers.Layer, worn: tuple[str, ...]) -> Finding:
    if layer.name in worn:
        return Finding(layer.name, True, True, detail=layer.purpose)
    if layer.name == layers.OWN_UID:
        advice = "Grade as root for it; not needed where one user does all the grading"
        return Finding(layer.name, False, False, advice, layer.purpose)
    return Finding(layer.name, False, False, remedy(layer.name), layer.purpose)


def _unworn(error: SandboxUnavailable) -> list[Finding]:
    """Report the layers up to the one that failed; those after it were not tried."""
    found = []
    failed = False
    for layer in layers.ALL:
        if layer.name == error.layer:
            failed = True
            found.append(Finding(layer.name, False, False, error.remedy, str(error)))
        elif failed:
            found.append(Finding(layer.name, False, False, "", "not tried"))
        elif layer.required or os.geteuid() == 0:
            found.append(Finding(layer.name, True, False, "", layer.purpose))
    if not failed:
        found.insert(0, Finding(error.layer, False, False, error.remedy, str(error)))
    return found


def _scratch_space() -> Finding:
    """Kernels keep their own files in the folder for temporary files: it must have room."""
    place = Path(os.environ.get("TMPDIR", "/tmp"))
    free = shutil.disk_usage(place).free // 2**20
    detail = f"{free} MiB free in {place}"
    if free >= 1024:
        return Finding("scratch space", True, True, detail=detail)
    return Finding("scratch space", False, True, "Free some disk space, or set TMPDIR", detail)
