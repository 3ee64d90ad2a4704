"""What a kernel costs: cold, cold in bubblewrap, warm without and with the sandbox.

    python bench/kernel.py [--rounds 10] [--held 16] [--json FILE]

For each kind, medians over the rounds in milliseconds: `start` until the kernel answers,
`import` of torch, numpy and matplotlib, `cells` (a linear model trained for 20 steps and a plot),
`stop`, and `notebook`, the same cells through nbclient with all of its own waits. Then the
proportional set size (PSS) of one kernel's processes with one and with `--held` kernels alive,
and what each held kernel adds to the PSS of everything, fork server included. (With one kernel
the first number is large, as pages shared with the server alone are split between few.) Run it
on an idle machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from corrige.kernel import ForkServer, SandboxConfig, WarmKernelManager

IMPORTS = "import torch, numpy as np, matplotlib.pyplot as plt"
WORK = """
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x = torch.randn(64, 3)
losses = []
for _ in range(20):
    optimizer.zero_grad()
    loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
plt.plot(losses)
plt.show()
"""
COLUMNS = ("start", "import", "cells", "stop", "notebook")
MIB = 2**20


@dataclass
class Kind:
    """One way to start kernels."""

    name: str
    manager: Callable[[], AsyncKernelManager]
    server: ForkServer | None = None
    times: dict[str, list[float]] = field(default_factory=lambda: {c: [] for c in COLUMNS})
    pss: dict[int, float] = field(default_factory=dict)
    added: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--held", type=int, default=16)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with ForkServer(unsafe=True) as bare, ForkServer() as boxed:
        kinds = [
            Kind("cold", AsyncKernelManager),
            Kind("warm, no sandbox", lambda: _warm(bare), bare),
            Kind("warm, sandbox", lambda: _warm(boxed), boxed),
        ]
        if shutil.which("bwrap"):
            kinds.insert(1, Kind("cold, bubblewrap", _bubblewrapped))
        else:
            print("bwrap is not installed: cold kernels in bubblewrap are left out")
        for number in range(options.rounds + 1):
            for kind in kinds:
                asyncio.run(_one(kind, keep=number > 0))
        for kind in kinds:
            for held in (1, options.held):
                kind.pss[held] = asyncio.run(_held(kind, held))
        _show(kinds, options.held)
        side = {kind.name: asyncio.run(_side_by_side(kind, 8)) for kind in kinds}
        print("ms a notebook, 4 side by side:", {n: f"{s * 1000:.0f}" for n, s in side.items()})
    if options.json:
        rows = {kind.name: {"ms": kind.times, "pss": kind.pss} for kind in kinds}
        options.json.write_text(json.dumps(rows, indent=1))


def _warm(server: ForkServer) -> WarmKernelManager:
    return WarmKernelManager(server=server, settings=SandboxConfig())


def _bubblewrapped() -> AsyncKernelManager:
    # An absolute address: the default is relative to the working directory, and a folder of /tmp is
    # what both sides see.
    manager = AsyncKernelManager(transport="ipc", ip=f"{tempfile.mkdtemp(prefix='bw')}/k")
    command = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    command += ["--bind", "/tmp", "/tmp", "--unshare-all", "--die-with-parent"]
    # ipykernel would look for its parent by a number that means nothing inside, and leave.
    command += ["--unsetenv", "JPY_PARENT_PID"]
    runtime = Path.home() / ".local/share/jupyter/runtime"
    runtime.mkdir(parents=True, exist_ok=True)
    command += ["--bind", str(runtime), str(runtime)]
    argv = [*command, sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager._kernel_spec = KernelSpec(argv=argv, display_name="bwrap", language="python")
    return manager


async def _started(kind: Kind) -> tuple[AsyncKernelManager, AsyncKernelClient]:
    manager = kind.manager()
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    return manager, client


async def _one(kind: Kind, *, keep: bool) -> None:
    marks = [time.perf_counter()]
    manager, client = await _started(kind)
    marks.append(time.perf_counter())
    for source in (IMPORTS, WORK):
        await client._async_execute_interactive(source, timeout=60, output_hook=lambda _: None)
        marks.append(time.perf_counter())
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    marks.append(time.perf_counter())
    took = dict(zip(COLUMNS, (b - a for a, b in pairwise(marks)), strict=False))
    began = time.perf_counter()
    await _notebook(kind)
    took["notebook"] = time.perf_counter() - began
    if keep:
        for name, seconds in took.items():
            kind.times[name].append(seconds)


async def _notebook(kind: Kind) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in (IMPORTS, WORK)]
    client = NotebookClient(
        nbformat.v4.new_notebook(cells=cells),
        km=kind.manager(),
        timeout=120,
        shutdown_kernel="immediate",
    )
    await client.async_execute(cleanup_kc=True)


async def _side_by_side(kind: Kind, count: int) -> float:
    gate = asyncio.Semaphore(4)

    async def one() -> None:
        async with gate:
            await _notebook(kind)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(count)))
    return (time.perf_counter() - began) / count


async def _held(kind: Kind, count: int) -> float:
    """Return the PSS of one of `count` kernels that have run the cells."""
    before = set() if kind.server is None else _tree(kind.server.pid)
    own = _tree()
    total = _pss(before)
    held = []
    for _ in range(count):
        manager, client = await _started(kind)
        for source in (IMPORTS, WORK):
            await client._async_execute_interactive(source, timeout=60, output_hook=lambda _: None)
        held.append((manager, client))
    kernels = (_tree() - own) if kind.server is None else (_tree(kind.server.pid) - before)
    share = _pss(kernels) / count
    kind.added = (_pss(kernels | before) - total) / count
    for manager, client in held:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    return share


def _tree(root: int | None = None) -> set[int]:
    """Return the processes below one, ourselves by default, with itself left out."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "stat").read_text(errors="replace")
        except OSError:
            continue
        parents[int(entry.name)] = int(text[text.rindex(")") + 2 :].split()[1])
    me = int(Path("/proc/self").readlink().name)
    family = {root or me}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family - {root or me}


def _pss(pids: set[int]) -> int:
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(ln.split()[1]) for ln in text.splitlines() if ln.startswith("Pss:"))
    return total * 1024


def _show(kinds: list[Kind], held: int) -> None:
    heads = [*(f"{name} ms" for name in COLUMNS), "PSS MiB (1)", f"PSS MiB ({held})", "added MiB"]
    print("| kernel | " + " | ".join(heads) + " |")
    print("|---" * (len(heads) + 1) + "|")
    for kind in kinds:
        cells: list[Any] = [f"{statistics.median(kind.times[c]) * 1000:.0f}" for c in COLUMNS]
        cells += [f"{kind.pss[count] / MIB:.0f}" for count in (1, held)]
        cells.append(f"{kind.added / MIB:.0f}")
        print(f"| {kind.name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
