"""The command line: what it prints, and how it fails."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
from common import run_in
from nbformat.v4 import new_code_cell, new_notebook


def test_doctor_shows_every_layer_and_its_state(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "corrige", "doctor")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for layer in ("namespaces", "private mounts", "network namespace", "seccomp", "scratch space"):
        assert layer in ran.stdout


def _without_namespaces(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one of our commands where no further user namespace may be made."""
    command = shlex.join([str(Path(sys.executable).parent / words[0]), *words[1:]])
    setup = f"echo 0 > /proc/sys/user/max_user_namespaces && exec {command}"
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", setup],
        cwd=folder, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


def test_doctor_and_demo_say_what_to_do_where_there_is_no_sandbox(course_copy) -> None:
    doctor = _without_namespaces(course_copy, "corrige", "doctor")
    assert doctor.returncode == 1
    assert "namespaces" in doctor.stdout and "cannot be graded" in doctor.stdout
    demo = _without_namespaces(course_copy, "corrige", "demo")
    assert demo.returncode == 1
    assert "--unsafe-no-sandbox" in demo.stderr and "Traceback" not in demo.stderr
    assert not (course_copy / "submitted").exists()


def test_the_kernelspec_can_be_chosen_by_any_jupyter_client(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "corrige", "kernelspec", "--user", "--name", "warm")
    assert ran.returncode == 0, ran.stderr
    found = run_in(tmp_path, "jupyter", "kernelspec", "list", "--json")
    assert "warm" in json.loads(found.stdout)["kernelspecs"]
    path = tmp_path / "a.ipynb"
    cell = new_code_cell("import os; print(os.getcwd(), sorted(os.environ) != [])")
    nbformat.write(new_notebook(cells=[cell]), path)
    executed = run_in(
        tmp_path, "jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace",
        "--ExecutePreprocessor.kernel_name=warm", str(path),
    )  # fmt: skip
    assert executed.returncode == 0, executed.stderr
    assert nbformat.read(path, 4).cells[0].outputs[0].text == "/home/student True\n"


def test_help_names_every_command(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "corrige", "--help")
    for command in ("demo", "doctor", "import", "kernelspec", "new", "report"):
        assert command in ran.stdout
