"""A small class, really graded once: right, wrong, hostile, ungradable, late, absent, copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from autograde.conftest import SMALL, SmallCourse, small_notebook
from common import ROOT, run_in

SCRIPT = "<script>alert(1)</script>"
COPIED = """
def double(x):
    total, steps = 0, []
    for step in range(x):
        if step % 2 == 0:
            total = total + 1
            steps.append((step, total))
        elif step % 3 == 0:
            total += 2 - 1
            steps.extend([(step, total - 1), (step + 1, total)])
        else:
            total = total - 1 + 2
            steps = steps[:-1] + [(step, total)]
    while len(steps) > x and total > 0:
        first, *rest = steps
        steps = rest if first[0] < first[1] else [first] + rest[::2]
        if not rest:
            break
    check = sum(a * b - b for a, b in steps) + max([a for a, _ in steps] or [0])
    if check < 0:
        raise RuntimeError("cela ne peut pas arriver")
    result = {"pas": steps, "total": total, "somme": check}
    for key in sorted(result):
        if key == "total" and result[key] != x:
            result[key] = x
    return result["total"] + x
"""
RENAMED = COPIED.replace("total", "acc").replace("steps", "liste").replace('"acc"', '"tot"')


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    """The class after `corrige autograde`, to read."""
    root = tmp_path_factory.mktemp("graded")
    exchange = root / "exchange"
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(
        f"{config}\nc.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.course_id = 'cours'\n"
        "c.LateSubmissionPlugin.penalty_method = 'zero'\n",
        encoding="utf-8",
    )
    notebook = small_notebook()
    notebook.cells[1].source = 'assert double(4) == 8, f"reçu {double(4)}"'
    source = root / "source" / SMALL
    source.mkdir(parents=True)
    nbformat.write(notebook, source / f"{SMALL}.ipynb")
    for words in (
        ("generate_assignment", SMALL),
        ("db", "assignment", "add", SMALL, "--duedate", "2026-10-16 00:00:00 UTC"),
        ("db", "student", "add", "ada", "--first-name", "Ada", "--last-name", "<b>Lovelace</b>",
         "--email", "ada@example.org"),
        ("db", "student", "add", "absente"),
    ):  # fmt: skip
        made = run_in(root, "nbgrader", *words)
        assert made.returncode == 0, made.stderr
    course = SmallCourse(root)
    course.submit("ada", answer="une réponse")
    course.submit("blaise", f"def double(x):\n    return {SCRIPT!r} if x == 4 else 2 * x")
    course.submit("celine", "def double(x):\n    return x\n\nimport os\nos._exit(1)")
    late = course.submit("denis")
    (late / "timestamp.txt").write_text("2026-10-18 18:00:00 UTC", encoding="utf-8")
    misnamed = course.submit("emile") / f"{SMALL}.ipynb"
    misnamed.rename(misnamed.with_name("TP (1).ipynb"))
    course.submit("fanny", COPIED)
    course.submit("gaspard", RENAMED)
    for time in ("2026-10-13 09:00:00.000001 UTC", "2026-10-13 10:00:00.000002 UTC", "demain"):
        (exchange / "cours" / "inbound" / f"ada+{SMALL}+{time}").mkdir(parents=True)
    done = course.autograde("--create")
    assert done.returncode in (3, 4), done.stdout + done.stderr
    return course


@pytest.fixture
def graded_copy(graded: SmallCourse, tmp_path: Path) -> SmallCourse:
    """A copy of the graded class, to write to."""
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    return SmallCourse(root)
