"""A class of submissions graded by stock nbgrader, by nbgrader with corrige, by corrige, by otter.

    python bench/throughput.py [--students 60] [--stock-sample N] [--only stock,ours,corrige,otter]
                               [--growth 100,300,1000] [--threads 1] [--dask]
                               [--json FILE] [--update-docs FILE]

All grade the same submissions, made from the course's bank, one system after the other on the same
machine; then the points are compared, question by question. The systems are

  stock    `nbgrader autograde` with a plain nbgrader_config.py: nbgrader's own Execute
  ours     `nbgrader autograde` under the course's nbgrader_config.py: sandbox and wall
  corrige  `corrige autograde`: the same grading, as many at once as there are cores
  otter    `otter run` on each: the same cells, tests and points in otter's own format
  growth   `corrige autograde` on ever larger classes: is it linear, what stays in memory

Only the ratios can be compared between machines, and only those of one run: seconds depend on
processor, load and the state of the page cache. Processor seconds count all processes and hold
stiller on a machine with other work than wall-clock seconds do. Torch has one thread under every
system, which is the fastest for models this small; --threads 2 shows what stock nbgrader and otter
cost as people run them, with as many as there are cores that wait for each other.

With --json the results are kept; an existing file keeps the parts that --only leaves out (the
four systems are one part). --update-docs rewrites the tables between their marks in a document.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measuring import otter, report
from measuring.course import (
    ASSIGNMENT,
    Scores,
    Student,
    environment,
    new_course,
    scores,
    students,
    write_class,
)
from measuring.tables import machine, show, update
from measuring.usage import Used, measured

SYSTEMS = ("stock", "ours", "corrige", "otter")
NBGRADER = ("nbgrader", "autograde", ASSIGNMENT, "--create")
CORRIGE = ("corrige", "autograde", ASSIGNMENT, "--create", "--json")


class Failed(Exception):
    """A system did not grade the class; the text is the end of what it said."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--stock-sample", type=int, help="stock nbgrader grades only so many")
    parser.add_argument("--only", default=",".join((*SYSTEMS, "growth")))
    parser.add_argument("--growth", default="100,300,1000", help="sizes of the classes")
    parser.add_argument("--threads", type=int, default=1, help="of torch, outside sandboxes")
    parser.add_argument("--dask", action="store_true", help="also on 1 and 2 Dask workers")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--update-docs", type=Path)
    parser.add_argument("--otter-env", type=Path, help="keep otter's environment here")
    options = parser.parse_args()
    chosen = set(options.only.split(","))
    if unknown := chosen - {*SYSTEMS, "growth"}:
        parser.error(f"--only knows no {', '.join(sorted(unknown))}")

    found: dict[str, Any] = {}
    if options.json and options.json.is_file():
        found = json.loads(options.json.read_text(encoding="utf-8"))
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    made = students(options.students)
    with _folder() as work:
        if chosen & set(SYSTEMS):
            found["side"] = side_by_side(made, chosen, work, options)
            _keep(found, options.json)
        if options.dask:
            found["dask"] = on_dask(made, work)
        if "growth" in chosen:
            sizes = [int(size) for size in options.growth.split(",")]
            found["growth"] = growth(made, sizes, work)
    _keep(found, options.json)
    for name, text in report.blocks(found).items():
        show(f"\n{text}")
        if options.update_docs:
            update(options.update_docs, name, text)


def _keep(found: dict[str, Any], file: Path | None) -> None:
    if file:
        file.write_text(json.dumps(found, indent=1), encoding="utf-8")


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="corrige-bench-") as folder:
        yield Path(folder)


def side_by_side(
    made: list[Student], chosen: set[str], work: Path, options: argparse.Namespace
) -> dict[str, Any]:
    """Grade with each system in turn; return what each took, and all points."""
    systems: dict[str, Any] = {}
    points: dict[str, Scores] = {}
    notes = []
    for system in (system for system in SYSTEMS if system in chosen):
        graded = made[: options.stock_sample] if system == "stock" else made
        try:
            if system == "otter":
                used, points[system], note = _otter(graded, work, options.otter_env)
                notes.append(note)
            else:
                used, points[system] = _nbgraders(system, graded, work / system)
        except (Failed, otter.NoOtter) as error:
            notes.append(f"{system}: left out: {error}")
            show(notes[-1])
            continue
        systems[system] = report.used(used, len(graded))
        show(f"{system}: {used.wall:.1f} s, of the processors {used.cpu:.1f} s")
    uses = {student.name: list(student.uses) for student in made}
    return {
        "machine": machine(),
        "threads": options.threads,
        "students": uses,
        "systems": systems,
        "notes": notes,
        "points": {system: _listed(found) for system, found in points.items()},
    }


def _listed(found: Scores) -> list[list[Any]]:
    return [[student, cell, points] for (student, cell), points in sorted(found.items())]


def _nbgraders(system: str, made: list[Student], course: Path) -> tuple[Used, Scores]:
    used, names = graded_class(system, made, len(made), course)
    found = scores(course, names)
    shutil.rmtree(course)
    return used, found


def graded_class(
    system: str, made: list[Student], count: int, course: Path, scheduler: str = ""
) -> tuple[Used, list[str]]:
    """Grade `count` submissions in a new course; return what it took, and the students' names."""
    new_course(course, plain=system == "stock")
    env = environment(course)
    _ready(course, env)
    names = write_class(course, made, count)
    # Hidden cells import their checks from the course; corrige needs no help with that.
    env = environment(course, PYTHONPATH=str(course)) if system == "stock" else env
    command = NBGRADER if system in ("stock", "ours") else CORRIGE
    if scheduler:
        command = (*command, "--scheduler", scheduler)
    log = course.with_name(f"{course.name}.log")
    used = measured(command, course, env, log)
    # nbgrader ends with 1 where a submission could not be graded: the points show which.
    if used.status not in (0, 1) or (command is not NBGRADER and used.status):
        raise Failed(_end_of(log, used))
    return used, names


def _ready(course: Path, env: dict[str, str]) -> None:
    """Make the gradebook and the released version, as before any grading."""
    command = ["nbgrader", "generate_assignment", ASSIGNMENT, "--force", "--create"]
    done = subprocess.run(command, cwd=course, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"nbgrader generate_assignment failed:\n{done.stderr[-2000:]}")


def _end_of(log: Path, used: Used) -> str:
    said = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
    return "\n".join([f"exit status {used.status}", *said, *(line for _, line in used.lines[-3:])])


def _otter(made: list[Student], work: Path, kept: Path | None) -> tuple[Used, Scores, str]:
    binaries = otter.install(kept or work / "otter-environment")
    folder = work / "otter"
    folder.mkdir()
    env = {**os.environ, "PATH": os.pathsep.join([str(binaries), os.environ["PATH"]])}
    env |= {"HOME": str(folder), "VIRTUAL_ENV": str(binaries.parent)}
    used, found = otter.grade(made, folder, binaries, env)
    return used, found, f"otter-grader {otter.version(binaries)}"


def growth(made: list[Student], sizes: list[int], work: Path) -> dict[str, Any]:
    """Grade classes of these sizes with `corrige autograde`."""
    runs = []
    for size in sizes:
        course = work / f"class-of-{size}"
        empty = _bytes_of_new_gradebook(course)
        used, _names = graded_class("corrige", made, size, course)
        run = report.used(used, size)
        run["gradebook"] = (course / "gradebook.db").stat().st_size - empty
        run["tree"] = _bytes_below(course / "autograded")
        run["ended"] = [at for at, line in used.lines if '"event": "submission"' in line]
        runs.append(run)
        shutil.rmtree(course)
        show(f"{size} submissions: {used.wall:.1f} s, of the processors {used.cpu:.1f} s")
    return {"machine": machine(), "runs": runs}


def _bytes_of_new_gradebook(course: Path) -> int:
    new_course(course)
    _ready(course, environment(course))
    size = (course / "gradebook.db").stat().st_size
    shutil.rmtree(course)
    return size


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def on_dask(made: list[Student], work: Path) -> dict[str, Any]:
    """Grade on one and on two Dask workers of one thread each, warm ones: the class, twice."""
    runs = {}
    for workers in (1, 2):
        with _cluster(workers, work) as address:
            # The first class pays for the workers' imports and their fork servers.
            for name in ("cold", "warm"):
                course = work / f"dask-{workers}-{name}"
                used, _names = graded_class("dask", made, len(made), course, address)
                runs[f"{workers} {name}"] = report.used(used, len(made))
                shutil.rmtree(course)
                show(f"dask, workers: {workers}, {name}: {used.wall:.1f} s")
    return {"machine": machine(), "runs": runs}


@contextlib.contextmanager
def _cluster(workers: int, work: Path) -> Iterator[str]:
    """Run a scheduler and workers of one thread on this machine; yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, env = f"tcp://127.0.0.1:{port}", environment(work, PYTHONPATH="")
    dask = [str(Path(sys.executable).with_name("dask"))]
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["worker", address, "--nworkers", str(workers), "--nthreads", "1", "--no-dashboard"]
    started = [
        subprocess.Popen([*dask, *arguments], cwd=work, env=env, stderr=subprocess.DEVNULL)
        for arguments in (scheduler, worker)
    ]
    try:
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main()
