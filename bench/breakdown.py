"""Where the processor time of one honest submission goes under `corrige autograde`.

    python bench/breakdown.py [--submissions 12] [--records 200] [--json FILE]
                              [--update-docs FILE] [--cprofile FILE]

Right submissions are graded one after the other by the functions that a worker of `corrige
autograde` calls, and recorded by those that its main process calls; the clocks of all processes
are read at each change of work. What no clock has seen (processes being taken down, go-betweens
of the forks) is what the control group counted beyond that. Then the same results are recorded
under many other names, for the pace of the writer. --cprofile grades once more under cProfile and
keeps the grader's own profile; the ledger's and cProfile's own costs are not in the other figures.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pickle
import pstats
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from measuring.course import ASSIGNMENT, environment, new_course, students, write_class
from measuring.ledger import GRADER, Ledger, children
from measuring.tables import machine, show, table, update
from measuring.usage import measured, own_group_cpu

from corrige.autograde import _class, _job, _opening, _report, _run, _stop
from corrige.course import Course
from corrige.gradebook import Store, _tree, read_key
from corrige.grading import _exporter, _grade, _kernel, _preprocessors, _walled, warm_up
from corrige.kernel import Child, ForkServer

SHOWS, TESTED, VERIFIER = "kernel that shows", "kernel that is tested", "verifier"
INIT, WARM = "init processes", "warm process"

ROWS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("read and align the notebook", ((GRADER, "read"),)),
    ("nbgrader's other steps, the notebook written", ((GRADER, "steps"),)),
    ("files copied for the sandboxes", ((GRADER, "files"),)),
    ("three sandboxes: asked for", ((GRADER, "start"),)),
    ("three sandboxes: forked", ((WARM, "*"),)),
    ("three sandboxes: mounts, watching", ((INIT, "*"),)),
    (f"{SHOWS}: start", ((SHOWS, "start"), (SHOWS, "files"))),
    (f"{SHOWS}: cells", ((SHOWS, "*"),)),
    (f"{TESTED}: start", ((TESTED, "start"), (TESTED, "files"))),
    (f"{TESTED}: cells", ((TESTED, "cells"),)),
    (f"{TESTED}: its side of the wall", ((TESTED, "*"),)),
    (f"{VERIFIER}: start", ((VERIFIER, "start"), (VERIFIER, "files"))),
    (f"{VERIFIER}: the instructor's cells", ((VERIFIER, "cells"),)),
    (f"{VERIFIER}: checks", ((VERIFIER, "*"),)),
    ("cells and tests driven, outputs taken in", ((GRADER, "cells"), (GRADER, "tests"))),
    ("result handed to the writer", ((GRADER, "transfer"),)),
    ("writer: SQL", ((GRADER, "sql"),)),
    ("writer: autograded folder", ((GRADER, "tree"),)),
    ("writer: digests and the rest", ((GRADER, "record"),)),
    ("else in the grader", ((GRADER, "*"),)),
)
"""What is shown, and the entries of the ledger in it; `*` is all that no row before has taken."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--submissions", type=int, default=12)
    parser.add_argument("--records", type=int, default=200)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--update-docs", type=Path)
    parser.add_argument("--cprofile", type=Path)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(graded(options)))
        return
    with tempfile.TemporaryDirectory(prefix="corrige-bench-") as work:
        course = new_course(Path(work, "course"))
        env = environment(course)
        command = ["nbgrader", "generate_assignment", ASSIGNMENT, "--force", "--create"]
        subprocess.run(command, cwd=course, env=env, capture_output=True, check=True)
        right = students(3 * options.submissions + 1)[::3]
        write_class(course, right, len(right))
        again = [sys.executable, str(Path(__file__).resolve()), "--inside", str(course)]
        again += ["--records", str(options.records)]
        if options.cprofile:
            again += ["--cprofile", str(options.cprofile.resolve())]
        used = measured(again, course, env, Path(work, "log"))
        if used.status:
            raise SystemExit(Path(work, "log").read_text(errors="replace")[-3000:])
    found = json.loads(used.lines[-1][1]) | {"account": used.account, "machine": machine()}
    if options.json:
        kept = json.loads(options.json.read_text()) if options.json.is_file() else {}
        options.json.write_text(json.dumps(kept | {"breakdown": found}, indent=1))
    text = told(found)
    show(text)
    if options.update_docs:
        update(options.update_docs, "breakdown", text)
    if options.cprofile:
        pstats.Stats(str(options.cprofile)).sort_stats("tottime").print_stats(30)


def told(found: dict[str, Any]) -> str:
    """Return the table of where the time goes, with what is said below it."""
    count, booked = found["submissions"], dict(found["booked"])
    rows, total = [], found["cpu"] / count
    for label, entries in ROWS:
        seconds = 0.0
        for process, work in entries:
            for key in list(booked):
                if key.split("|")[0] == process and work in ("*", key.split("|")[1]):
                    seconds += booked.pop(key)
        rows.append((label, seconds / count))
    assert not booked, f"no row shows {booked}"
    rows.append(("processes taken down, go-betweens", total - sum(s for _, s in rows)))
    rows.append(("**all**", total))
    shown = [[label, f"{s * 1000:.0f}", f"{s / total:.0%}"] for label, s in rows]
    writer = found["writer"]
    below = (
        f"Means of {count} right submissions. Once a run, before the first of them: "
        f"{found['startup']:.1f} CPU seconds, most of them for what the warm process imports. "
        f"The writer alone records {1 / writer['wall']:.0f} "
        f"submissions a second ({writer['wall'] * 1000:.1f} ms each, of which "
        f"{writer['cpu'] * 1000:.1f} ms of processor time). {found['machine']}."
    )
    return f"{table(['work', 'CPU ms', 'share'], shown)}\n\n{below}"


def graded(options: argparse.Namespace) -> dict[str, Any]:
    """Grade and record what lies in the course; return what went where."""
    _, run, one_by_one = _prepared(options.inside)
    warm_up()
    # The first pays for what is made once; then only what each one takes is left.
    first, *others = one_by_one
    _graded(run, first, Ledger())
    startup = own_group_cpu()

    ledger = Ledger()
    _follow(ledger)
    began = own_group_cpu()
    answers = [_graded(run, found, ledger) for found in others]
    ledger.settle()
    cpu = own_group_cpu() - began
    booked = {f"{process}|{work}": s for (process, work), s in ledger.booked.items()}
    writer = _pace(run, others, answers, options.records)
    if options.cprofile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [_graded(run, found, Ledger()) for found in others])
        profile.dump_stats(options.cprofile)
    return {
        "submissions": len(others),
        "startup": startup - cpu / len(others),
        "cpu": cpu,
        "booked": booked,
        "writer": writer,
    }


def _prepared(folder: Path) -> tuple[_class.Class, _run._Run, list[_class.Found]]:
    """Return what `corrige autograde` has before its first worker."""
    whole = _class.Class(Course.find(folder), _class.Chosen(ASSIGNMENT, create=True))
    store: Store = _opening.open_store(whole)
    key = store.read(lambda connection: read_key(connection, ASSIGNMENT))
    assert key is not None
    summary = _report.Summary(assignment=ASSIGNMENT)
    report = _Silent()
    run = _run._Run(whole, key, store, report, _stop.Stop(), summary, True)
    run._tree.sweep()
    return whole, run, whole.submissions(key)


class _Silent:
    """A report that nobody reads."""

    def start(self, assignment: str, students: int, jobs: int) -> None: ...

    def line(self, line: _report.Line) -> None:
        if line.state is not _report.State.GRADED:
            raise SystemExit(f"{line.student} was not graded: {line.why}")

    def note(self, text: str) -> None: ...
    def tick(self) -> None: ...
    def end(self, summary: _report.Summary) -> None: ...


def _graded(run: _run._Run, found: _class.Found, ledger: Ledger) -> _job.Answer:
    """Do what main process and worker do for one submission."""
    with ledger.doing("record"):
        opened = run._opened(found)
        assert opened is not None
    with ledger.doing("steps"):
        job = _job.Job(found.student, str(found.folder), found.selected)
        answer = _job.grade_job(run._setup(), job)
    with ledger.doing("transfer"):
        answer = pickle.loads(pickle.dumps(answer))
    with ledger.doing("record"):
        run._take(opened, answer)
    return answer


def _follow(ledger: Ledger) -> None:
    """Have the ledger know what is done where. A name that has gone says so: mend it here."""
    ledger.wrap(_exporter, "read_notebook", "read")
    ledger.wrap(_preprocessors.Align, "preprocess", "read")
    for owner, name in (
        (_job, "lay_out"),
        (_grade, "copy_files"),
        (_kernel, "copy_into"),
        (_walled.shutil, "copytree"),
        (ForkServer, "scratch"),
        (ForkServer, "discard"),
    ):
        ledger.wrap(owner, name, "files")
    _follow_sandboxes(ledger)
    ledger.wrap(_kernel.StudentKernel, "run", "cells")
    ledger.wrap(_walled.WalledExecution, "student", "cells")
    ledger.wrap(_walled.WalledExecution, "instructor", "cells")
    ledger.wrap(_walled.WalledExecution, "test", "tests")
    ledger.wrap(Store, "write", "sql")
    for name in ("build", "swap", "discard"):
        ledger.wrap(_tree.Autograded, name, "tree")


def _follow_sandboxes(ledger: Ledger) -> None:
    (watchman,) = [p for p in children(_pid()) if "corrige.kernel.server" in _command(p)]
    for pid in (watchman, *children(watchman)):
        ledger.know(pid, WARM)
    known: dict[Child, list[int]] = {}
    spawn, close, start = ForkServer.spawn, Child.close, _kernel.StudentKernel.start

    def spawned(server: ForkServer, target: str, *args: Any, **options: Any) -> Child:
        with ledger.doing("start"):
            child = spawn(server, target, *args, **options)
            role = VERIFIER
            if target.startswith("corrige.kernel.cells:"):
                role = TESTED if len(options["fds"]) > 1 else SHOWS
            ledger.know(child.pid, INIT, whole=True)
            proper = children(child.pid)
            for pid in proper:
                ledger.know(pid, role, whole=True)
            known[child] = [child.pid, *proper]
            return child

    def closed(child: Child) -> None:
        ledger.forget(known.pop(child, []))
        close(child)

    def started(kernel: _kernel.StudentKernel, *args: Any) -> None:
        with ledger.doing("start"):
            start(kernel, *args)
            # An order that asks for nothing: its answer comes when the kernel is up.
            kernel._ask({}, time.monotonic() + 60, None)

    ForkServer.spawn = spawned  # type: ignore[assignment]
    Child.close = closed  # type: ignore[method-assign]
    _kernel.StudentKernel.start = started  # type: ignore[method-assign]
    ledger.wrap(_walled.WalledExecution, "start", "start")


def _pace(
    run: _run._Run, found: list[_class.Found], answers: list[_job.Answer], records: int
) -> dict[str, float]:
    """Record results under new names; return seconds for one, all that the main process does."""
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(records):
        one, answer = found[number % len(found)], answers[number % len(found)]
        name = f"{one.student}-{number}"
        assert answer.record is not None
        data = pickle.dumps(
            replace(answer, student=name, record=replace(answer.record, student=name))
        )
        place = one.place.parents[1] / name / one.place.name
        opened = run._opened(replace(one, student=name, place=place))
        assert opened is not None
        run._take(opened, pickle.loads(data))
    return {
        "records": records,
        "wall": (time.perf_counter() - wall) / records,
        "cpu": (time.process_time() - cpu) / records,
    }


def _pid() -> int:
    return int(Path("/proc/self").readlink().name)


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")


if __name__ == "__main__":
    main()
