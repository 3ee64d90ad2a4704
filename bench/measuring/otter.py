"""The same assignment for otter-grader: its tests, its autograder.zip, its notebooks.

otter-grader lives in a virtual environment of its own and never in corrige's. Each test cell of the
course becomes one question of one test case in otter's exception-based format, with the same code
and points, run after the same cell. `otter run` is otter's grading without containers: one
submission a call. Source: https://otter-grader.readthedocs.io, "Grading Locally".
"""

from __future__ import annotations

import json
import re
import subprocess
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from corrige.authoring import compose
from corrige.grading import read_notebook
from corrige.grading.cells import grade_id, is_test, max_points
from measuring.course import ANSWER, ASSIGNMENT, NOTEBOOK, ROOT, Scores, Student, released
from measuring.usage import Used, measured

WANTED = "otter-grader[grading]>=6,<8"
_MARKS = re.compile(r"^### (?:BEGIN|END) HIDDEN TESTS\n?", re.MULTILINE)

_TEST = """from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = {points!r}

CODE = compile({code!r}, "<{name}>", "exec")


@test_case(points=points, hidden={hidden!r})
def test(env):
    exec(CODE, env)
"""


class NoOtter(Exception):
    """otter-grader cannot be installed here; the text says why."""


def install(folder: Path) -> Path:
    """Make the environment, unless it is there; return its folder of commands.

    Raises NoOtter.
    """
    binaries = folder / "bin"
    if (folder / "ready").is_file():
        return binaries
    venv.create(folder, with_pip=True, clear=True)
    # The same torch as in our own environment; the checks need nothing else of corrige.
    lock = str(ROOT / "requirements.lock")
    wanted = [WANTED, "torch", "numpy", "matplotlib", "tensorboard", "ipykernel"]
    for words in (["-c", lock, *wanted], ["--no-deps", "-e", str(ROOT)]):
        done = subprocess.run(
            [str(binaries / "pip"), "install", "--quiet", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoOtter(done.stderr.strip().splitlines()[-1])
    (folder / "ready").touch()
    return binaries


def version(binaries: Path) -> str:
    code = "import importlib.metadata as m; print(m.version('otter-grader'))"
    return subprocess.run(
        [str(binaries / "python"), "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def write_autograder(folder: Path, binaries: Path, env: Mapping[str, str]) -> Path:
    """Write the tests and have `otter generate` make the zip of them."""
    source = ROOT / "source" / ASSIGNMENT
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for cell in read_notebook(source / NOTEBOOK).cells:
        if is_test(cell):
            name = grade_id(cell)
            code = _MARKS.sub("", cell.source)
            text = _TEST.format(
                name=name, points=max_points(cell), code=code, hidden=code != cell.source
            )
            (tests / f"{name}.py").write_text(text, encoding="utf-8")
    config = {"show_stdout": False, "pdf": False, "logo": False, "print_summary": False}
    (folder / "otter_config.json").write_text(json.dumps(config), encoding="utf-8")
    # Paths inside the zip are those below the working folder.
    (folder / "utils.py").write_bytes((source / "utils.py").read_bytes())
    checks = folder / "grader_tests"
    checks.symlink_to(ROOT / "grader_tests")
    files = ["utils.py", "grader_tests"]
    command = [str(binaries / "otter"), "generate", "-t", "tests", "-o", "autograder.zip"]
    done = subprocess.run(
        [*command, "-c", "otter_config.json", "--no-requirements", "--no-environment", *files],
        cwd=folder,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoOtter(done.stderr.strip().splitlines()[-1])
    return folder / "autograder.zip"


def notebook(student: Student) -> NotebookNode:
    """Return the submission as a student of an otter course hands it in."""
    made = compose(released(), student.solutions, {"reponse": ANSWER})
    cells: list[NotebookNode] = []
    for cell in made.cells:
        data = cell.metadata.get("nbgrader", {})
        if data.get("grade") and cell.cell_type == "code":
            name = data["grade_id"]
            # What students call themselves is ignored in grading, where otter runs the test
            # after the cell that names it.
            check = new_code_cell(f'grader.check("{name}")', id=cell.id)
            check.metadata["tags"] = ["otter_ignore"]
            here = next(c for c in reversed(cells) if not c.metadata.get("tags"))
            here.metadata.setdefault("otter", {}).setdefault("tests", []).append(name)
            cells.append(check)
        else:
            cells.append(cell)
    made.cells = cells
    return made


def grade(
    students: Sequence[Student], folder: Path, binaries: Path, env: Mapping[str, str]
) -> tuple[Used, Scores]:
    """Grade one after the other with `otter run`; return what it took in all, and the points."""
    archive = write_autograder(folder, binaries, env)
    for student in students:
        (folder / student.name).mkdir()
        nbformat.write(notebook(student), folder / student.name / NOTEBOOK)
    names = [student.name for student in students]
    script = folder / "grade.sh"
    line = f'"$1" run "$name/{NOTEBOOK}" -a "$2" -o "$name" --no-logo || exit 1\n'
    script.write_text(f"for name in {' '.join(names)}; do\n{line}done\n", encoding="utf-8")
    command = ["sh", str(script), str(binaries / "otter"), str(archive)]
    used = measured(command, folder, env, folder / "log")
    if used.status:
        tail = (folder / "log").read_text(errors="replace").strip().splitlines()[-1:]
        raise NoOtter(f"otter run failed: {' '.join(tail)}")
    found: Scores = {}
    for name in names:
        results = json.loads((folder / name / "results.json").read_text(encoding="utf-8"))
        for test in results["tests"]:
            found[(name, test["name"])] = test.get("score")
    return used, found
