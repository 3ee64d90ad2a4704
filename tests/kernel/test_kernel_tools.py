"""Chosen by kernelspec: nbclient, nbgrader's command line, and what JupyterLab calls."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from nbclient import NotebookClient
from nbgrader.api import Gradebook
from traitlets.config import Config

from corrige.kernel import (
    CorrigeProvisioner,
    Limits,
    SandboxConfig,
    WarmKernelManager,
    kernel_spec,
)
from corrige.kernel.shared import close_shared


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kernelspec on disk, in a folder that Jupyter looks in."""
    folder = tmp_path / "jupyter" / "kernels" / "warm"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(kernel_spec().to_dict()))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    return folder


def test_nbclient_starts_it_by_its_kernelspec(spec: Path) -> None:
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import socket, os\nsocket.gethostname(), os.getuid()")]
    )
    try:
        NotebookClient(book, kernel_name="warm", timeout=60).execute()
    finally:
        close_shared()
    assert book.cells[0].outputs[0].data["text/plain"] == "('sandbox', 1000)"


def test_a_multi_kernel_manager_restarts_interrupts_and_stops_it(spec: Path) -> None:
    async def story() -> None:
        manager = AsyncMultiKernelManager()
        kernel_id = await manager.start_kernel(kernel_name="warm")
        kernel = manager.get_kernel(kernel_id)
        client = kernel.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=30)
            # After an error ipykernel refuses for a moment what was asked for meanwhile.
            client.execute("import time; time.sleep(60)", stop_on_error=False)
            await asyncio.sleep(0.5)
            await manager.interrupt_kernel(kernel_id)
            while (await client.get_shell_msg(timeout=30))["msg_type"] != "execute_reply":
                pass
            assert await _answer(client, "'alive'") == "'alive'"
            await manager.restart_kernel(kernel_id)
            await client.wait_for_ready(timeout=30)
            assert await _answer(client, "'again'") == "'again'"
            provisioner = kernel.provisioner
            assert isinstance(provisioner, CorrigeProvisioner)
            assert provisioner.seed_used is not None
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(kernel_id)
        assert kernel_id not in manager.list_kernel_ids()

    try:
        asyncio.run(story())
    finally:
        close_shared()


async def _answer(client, source: str) -> str:  # type: ignore[no-untyped-def]
    asked = client.execute(source)
    while True:
        message = await client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == asked:
            if message["msg_type"] == "execute_result":
                return str(message["content"]["data"]["text/plain"])
            assert message["content"].get("execution_state") != "idle"


def test_limits_come_from_the_configuration_file() -> None:
    config = Config({"SandboxConfig": {"memory": 2**30}, "CorrigeProvisioner": {"threads": 2}})
    provisioner = CorrigeProvisioner(parent=KernelManager(config=config))
    assert provisioner.limits() == Limits(memory=2**30, threads=2)


def test_where_there_is_no_linux_the_unsafe_mode_starts_a_plain_kernel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("corrige.kernel.provisioner.sys", SimpleNamespace(platform="darwin"))
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
    manager = WarmKernelManager(settings=SandboxConfig(unsafe=True), transport="ipc")
    NotebookClient(book, km=manager, timeout=60).execute(cleanup_kc=True)
    assert book.cells[0].outputs[0].data["text/plain"] == "42"
    assert manager.unsafe


def test_nbgrader_autogrades_in_it(spec: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    cells = [
        _cell("solution", "import os\nresult = 6 * 7", solution=True, grade=False),
        _cell("good", "assert result == 42", points=2),
        _cell("sandboxed", "import socket\nassert socket.gethostname() == 'sandbox'", points=3),
        _cell("wrong", "assert result == 43", points=4),
    ]
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata.kernelspec = {"name": "python3", "display_name": "x", "language": "python"}
    for folder in ("source/ps1", "submitted/ada/ps1"):
        (course / folder).mkdir(parents=True)
        nbformat.write(book, course / folder / "work.ipynb")
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.course_id = 'test'\n"
        "c.Execute.kernel_name = 'warm'\n"
        "c.SandboxConfig.memory = 2 * 1024**3\n"
    )
    # nbgrader calls alembic by its bare name.
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": programs}
    for command in (["generate_assignment", "ps1"], ["autograde", "ps1"]):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=course, env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        graded = gradebook.find_submission_notebook("work", "ps1", "ada")
        scores = {grade.name: grade.auto_score for grade in graded.grades}
    assert scores == {"good": 2, "sandboxed": 3, "wrong": 0}


def _cell(
    name: str, source: str, *, points: int = 0, solution: bool = False, grade: bool = True
) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata.nbgrader = {
        "schema_version": 3, "grade_id": name, "grade": grade, "solution": solution,
        "locked": grade, "task": False, "cell_type": "code",
    }  # fmt: skip
    if grade:
        cell.metadata.nbgrader["points"] = points
    return cell
