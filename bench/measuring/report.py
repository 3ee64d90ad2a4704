"""From the results of bench/throughput.py to the tables that people read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from measuring.tables import table
from measuring.usage import Sample, Used

MIB = 2**20
NAMES = {
    "stock": "stock `nbgrader autograde`",
    "ours": "`nbgrader autograde`, corrige's configuration",
    "corrige": "`corrige autograde`",
    "otter": "`otter run`",
}
_PARTS = 5


def used(took: Used, submissions: int) -> dict[str, Any]:
    """Return what is kept of a measurement."""
    return {
        "submissions": submissions,
        "wall": took.wall,
        "cpu": took.cpu,
        "system": took.system,
        "main_cpu": took.main_cpu,
        "account": took.account,
        "peak_main": took.peak_main,
        "peak_everything": took.peak_everything,
        "memory": [asdict(sample) for sample in _thinned(took.samples)],
    }


def _thinned(samples: list[Sample]) -> list[Sample]:
    """Return the samples that also looked at all processes, a hundred at most."""
    whole = [sample for sample in samples if sample.everything is not None]
    return whole[:: max(1, len(whole) // 100)]


def blocks(found: dict[str, Any]) -> dict[str, str]:
    """Return the text of each table by the name of its place in the documents."""
    made = {}
    if "side" in found:
        made["throughput"] = _throughput(found["side"])
        made["agreement"] = _agreement(found["side"])
    if "growth" in found:
        made["growth"] = _growth(found["growth"])
    if "dask" in found:
        made["dask"] = _dask(found["dask"])
    return made


def _dask(found: dict[str, Any]) -> str:
    rows = []
    for name, run in found["runs"].items():
        workers, state = name.split()
        count = run["submissions"]
        rows.append([workers, state, f"{run['wall']:.1f}", f"{run['wall'] / count:.2f}"])
        rows[-1].append(f"{run['peak_main'] / MIB:.0f}")
    heads = ["workers", "which are", "wall s", "wall s each", "grader MiB"]
    return f"{table(heads, rows)}\n\n{found['machine']}."


def _throughput(side: dict[str, Any]) -> str:
    stock = side["systems"].get("stock")
    rows = []
    for system, row in side["systems"].items():
        count = row["submissions"]
        ratios = ["–", "–"]
        if stock:
            ratios = [
                f"{stock[kind] / stock['submissions'] / (row[kind] / count):.1f} ×"
                for kind in ("wall", "cpu")
            ]
        rows.append(
            [
                NAMES[system],
                str(count),
                f"{row['wall']:.1f}",
                f"{row['wall'] / count:.2f}",
                f"{row['cpu'] / count:.2f}",
                f"{row['system'] / count:.2f}",
                *ratios,
                # otter has no process of its own that lasts.
                "–" if system == "otter" else f"{row['peak_main'] / MIB:.0f}",
                f"{row['peak_everything'] / MIB:.0f}",
            ]
        )
    heads = ["", "submissions", "wall s", "wall s each", "CPU s each", "in the kernel"]
    heads += ["faster, wall", "cheaper, CPU", "grader MiB", "all MiB"]
    accounts = {row["account"] for row in side["systems"].values()}
    return "\n\n".join(
        [
            table(heads, rows),
            f"{side['machine']}{''.join(f', {note}' for note in side['notes'])}; "
            f"OMP_NUM_THREADS={side['threads']}; CPU by {' and '.join(sorted(accounts))}.",
        ]
    )


def _agreement(side: dict[str, Any]) -> str:
    points = {
        system: {(student, cell): score for student, cell, score in rows}
        for system, rows in side["points"].items()
    }
    if len(points) < 2:
        return "Points were not compared: only one system has graded."
    first = next(iter(points))
    summary, listed = [], []
    for system in list(points)[1:]:
        both = points[first].keys() & points[system].keys()
        by_cell = defaultdict(list)
        for student, cell in sorted(both):
            old, new = points[first][student, cell], points[system][student, cell]
            if not _equal(old, new):
                by_cell[cell, _shown(old), _shown(new)].append(student)
        different = sum(map(len, by_cell.values()))
        graded = {student for student, _cell in points[first]}
        alone = [key for key in points[first].keys() ^ points[system].keys() if key[0] in graded]
        summary.append(
            [NAMES[system], str(len(both)), str(len(both) - different), str(different)]
            + [str(len(alone))]
        )
        for (cell, old, new), who in sorted(by_cell.items()):
            common = set.intersection(*(set(side["students"][student]) for student in who))
            listed.append(
                [NAMES[system], cell, old, new, str(len(who)), ", ".join(sorted(common)) or "–"]
            )
    heads = [
        f"compared with {NAMES[first]}",
        "points compared",
        "equal",
        "different",
        "in one only",
    ]
    told = [table(heads, summary)]
    if listed:
        heads = ["", "cell", f"points, {first}", "points, here", "students", "all of whom used"]
        told.append(table(heads, listed))
    return "\n\n".join(told)


def _equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < 1e-9


def _shown(points: float | None) -> str:
    return "none yet" if points is None else f"{points:g}"


def _growth(growth: dict[str, Any]) -> str:
    rows = []
    before = None
    for run in growth["runs"]:
        count = run["submissions"]
        added = "–"
        if before:
            added = f"{(run['cpu'] - before['cpu']) / (count - before['submissions']):.3f}"
        ended = run["ended"]
        third = max(1, len(ended) // 3)
        early, late = (
            (part[-1] - part[0]) / max(1, len(part) - 1) for part in (ended[:third], ended[-third:])
        )
        rows.append(
            [
                str(count),
                f"{run['wall']:.1f}",
                f"{run['wall'] / count:.3f}",
                f"{run['cpu'] / count:.3f}",
                added,
                f"{late / early:.2f}" if early else "–",
                f"{run['main_cpu'] / count * 1000:.0f}",
                f"{run['gradebook'] / count / 1024:.1f}",
                f"{run['tree'] / count / 1024:.0f}",
            ]
        )
        before = run
    heads = ["submissions", "wall s", "wall s each", "CPU s each", "CPU s each added"]
    heads += ["last third / first", "writer CPU ms each", "gradebook KiB each"]
    told = [table([*heads, "autograded KiB each"], rows), _linear(growth["runs"])]
    largest = growth["runs"][-1]
    moments = _moments(largest)
    rows = [
        [
            f"{moment['seconds']:.0f}",
            f"{moment['main_rss'] / MIB:.0f}",
            f"{moment['main_pss'] / MIB:.0f}",
            f"{sum(moment['workers']) / MIB:.0f}",
            f"{moment['everything'] / MIB:.0f}",
        ]
        for moment in moments
    ]
    heads = ["s", "writer RSS MiB", "writer PSS MiB", "workers PSS MiB", "all processes PSS MiB"]
    told += [f"Memory while {largest['submissions']} are graded:", table(heads, rows)]
    return "\n\n".join([*told, growth["machine"]])


def _moments(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Return evenly spaced moments from when the workers are there to the end."""
    working = [sample for sample in run["memory"] if sample["workers"]]
    if len(working) <= _PARTS:
        return working
    return [working[number * (len(working) - 1) // (_PARTS - 1)] for number in range(_PARTS)]


def _linear(runs: list[dict[str, Any]]) -> str:
    """Say whether each further submission costs what those before it did."""
    if len(runs) < 3:
        return "Whether the cost is linear takes three sizes to say."
    slopes = [
        (b["cpu"] - a["cpu"]) / (b["submissions"] - a["submissions"]) for a, b in pairwise(runs)
    ]
    off = max(slopes) / min(slopes) - 1
    verdict = "linear within 5 %" if off <= 0.05 else "NOT linear within 5 %"
    return f"A further submission's CPU seconds differ by {off:.1%} between sizes: {verdict}."
