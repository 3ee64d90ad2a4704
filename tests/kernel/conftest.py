"""Real fork servers, real kernels, shared by the tests of a worker."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from corrige.kernel import Death, ForkServer, Sandbox, SandboxConfig, WarmKernelManager

# The sandbox needs Linux.
collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]

WARM = Path(__file__).parent / "warm"


@pytest.fixture(scope="session")
def small() -> Iterator[ForkServer]:
    """A fork server that has imported nothing: for what does not need torch."""
    with ForkServer(preload=(), path=[WARM]) as server:
        yield server


@pytest.fixture(scope="session")
def warm() -> Iterator[ForkServer]:
    """A fork server as it is used for grading."""
    with ForkServer(path=[WARM]) as server:
        yield server


@dataclass
class Outcome:
    death: Death
    log: str

    @property
    def said(self) -> Any:
        """The last JSON value that the function printed."""
        return json.loads(self.log.strip().splitlines()[-1])


@pytest.fixture
def call(small: ForkServer) -> Callable[..., Outcome]:
    """Call one of the test functions in a sandbox, to its end."""

    def call(name: str, args: Any = None, **more: Any) -> Outcome:
        server = more.pop("server", small)
        scratch = server.scratch()
        sandbox = more.pop("sandbox", Sandbox(scratch=scratch))
        try:
            with server.spawn(f"corrige_targets:{name}", args, sandbox=sandbox, **more) as child:
                death = child.wait(60)
                return Outcome(death, child.log())
        finally:
            server.discard(scratch)

    return call


@dataclass
class Run:
    notebook: nbformat.NotebookNode
    death: Death | None
    seed: int | None

    def text(self, index: int = -1) -> str:
        """Everything that a cell showed, as text."""
        parts = []
        for output in self.notebook.cells[index].outputs:
            if output.output_type == "stream":
                parts.append(output.text)
            elif output.output_type == "error":
                parts.append(f"{output.ename}: {output.evalue}")
            else:
                parts.append(str(output.data.get("text/plain", "")))
        return "".join(parts)

    def errors(self) -> list[str]:
        return [
            output.ename
            for cell in self.notebook.cells
            for output in cell.outputs
            if output.output_type == "error"
        ]


def notebook(*sources: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])


@pytest.fixture
def run(warm: ForkServer) -> Callable[..., Run]:
    """Run cells in a warm sandboxed kernel, as grading code does."""

    def run(*sources: str, cwd: Path | None = None, **settings: Any) -> Run:
        manager = WarmKernelManager(server=warm, settings=SandboxConfig(**settings))
        cells = notebook(*sources)
        resources = {} if cwd is None else {"metadata": {"path": str(cwd)}}
        client = NotebookClient(
            cells, km=manager, allow_errors=True, timeout=60, resources=resources,
            shutdown_kernel="immediate",
        )  # fmt: skip
        death = None
        try:
            client.execute()
        except DeadKernelError:
            death = manager.death
        finally:
            seed = manager.warm.seed_used
            client._cleanup_kernel()
        return Run(cells, death, seed)

    return run
