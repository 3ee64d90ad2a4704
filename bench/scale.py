"""What 10,000 and 1,000,000 submissions take, worked out from what the other benches measured.

    python bench/scale.py RESULTS.json [--price 0.045] [--cores 16] [--busy 0.9]
                          [--update-docs docs/scale.md]

RESULTS.json is what bench/throughput.py and bench/breakdown.py left with --json, both in one file.
Nothing is measured here. `--price` is what one core costs an hour, in US dollars, `--cores` how
many a machine has, `--busy` the part of their time that is used: an assumption, the same for every
system, since on a machine with other work the measured part says nothing.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring.tables import show, table, update

CLASSES = (10_000, 1_000_000)
HOURS = (1, 8)
"""In how many hours a class is to be graded, for the number of machines."""
GIB = 2**30


@dataclass(frozen=True)
class Measured:
    """What one further submission takes, and what a whole machine makes of it.

    cpu, stock, otter: processor seconds; the others only where they were measured. busy: the part
    of the cores' time that is used. pace: submissions that one writer records in a second.
    gradebook, tree: bytes. memory: bytes of one worker with its sandboxes.
    """

    cpu: float
    stock: float | None
    otter: float | None
    busy: float
    pace: float
    gradebook: float
    tree: float
    writer: float
    memory: float
    largest: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("results", type=Path)
    parser.add_argument("--price", type=float, default=0.045)
    parser.add_argument("--cores", type=int, default=16)
    parser.add_argument("--busy", type=float, default=0.9)
    parser.add_argument("--update-docs", type=Path)
    options = parser.parse_args()
    found = json.loads(options.results.read_text(encoding="utf-8"))
    if missing := {"growth", "breakdown"} - found.keys():
        parser.error(f"{options.results} lacks {', '.join(sorted(missing))}: run these first")
    text = told(taken_from(found, options.busy), options.price, options.cores)
    show(text)
    if options.update_docs:
        update(options.update_docs, "scale", text)


def taken_from(found: dict[str, Any], busy: float) -> Measured:
    runs = found["growth"]["runs"]
    first, last = runs[0], runs[-1]
    if first is last:
        raise SystemExit("the growth was measured at one size: what is start-up does not show")
    count = last["submissions"]
    working = [sample for sample in last["memory"] if sample["workers"]]
    peak = max(working, key=lambda sample: sample["everything"])
    systems = found.get("side", {}).get("systems", {})
    return Measured(
        cpu=(last["cpu"] - first["cpu"]) / (count - first["submissions"]),
        stock=_each(systems.get("stock")),
        otter=_each(systems.get("otter")),
        busy=busy,
        pace=1 / found["breakdown"]["writer"]["wall"],
        gradebook=last["gradebook"] / count,
        tree=last["tree"] / count,
        writer=peak["main_rss"],
        memory=(peak["everything"] - peak["main_pss"]) / len(peak["workers"]),
        largest=count,
    )


def _each(row: dict[str, Any] | None) -> float | None:
    return None if row is None else row["cpu"] / row["submissions"]


def told(one: Measured, price: float, cores: int) -> str:
    """Return the table for all classes, with what it rests on."""
    columns = [_column(one, count, price, cores) for count in CLASSES]
    rows = [[label, *(column[label] for column in columns)] for label in columns[0]]
    fed = one.pace * one.cpu / one.busy
    below = (
        f"Worked out from: {one.cpu:.2f} CPU seconds for each further submission, "
        f"{one.busy:.0%} of the cores' time in use (an assumption), "
        f"{one.gradebook / 1024:.1f} KiB in the gradebook and "
        f"{one.tree / 1024:.0f} KiB in `autograded/` each (measured up to "
        f"{one.largest:,} submissions), {one.pace:.0f} submissions a second through one writer, "
        f"{price:g} dollars a core-hour. One writer keeps up with {fed:.0f} cores. A machine of "
        f"{cores} cores needs {(one.writer + cores * one.memory) / GIB:.0f} GiB of memory: "
        f"{one.writer / GIB:.2f} for the writer, {one.memory / GIB:.2f} for each worker with its "
        "three sandboxes."
    )
    return f"{table(['submissions', *(f'{count:,}' for count in CLASSES)], rows)}\n\n{below}"


def _column(one: Measured, count: int, price: float, cores: int) -> dict[str, str]:
    hours = count * one.cpu / 3600 / one.busy
    writing = count / one.pace / 3600
    column = {
        "core-hours": f"{hours:,.1f}",
        "cost, dollars": f"{hours * price:,.2f}",
    }
    for name, cpu in (("stock nbgrader", one.stock), ("otter run", one.otter)):
        if cpu is not None:
            column[f"core-hours of {name}"] = f"{count * cpu / 3600 / one.busy:,.1f}"
    column[f"hours on one machine of {cores} cores"] = f"{max(hours / cores, writing):,.1f}"
    for limit in HOURS:
        machines = f"{math.ceil(hours / cores / limit):,}"
        # One writer records them all: where it alone takes longer, machines do not help.
        late = "" if writing <= limit else f", but the writer needs {writing:.1f} h"
        column[f"machines of {cores} cores to do it in {limit} h"] = machines + late
    column["hours that the writer is busy"] = f"{writing:,.2f}"
    column["gradebook, GiB"] = f"{count * one.gradebook / GIB:,.2f}"
    column["`autograded/`, GiB"] = f"{count * one.tree / GIB:,.1f}"
    return column


if __name__ == "__main__":
    main()
