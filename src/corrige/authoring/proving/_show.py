"""A proof in the terminal, and as one page of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, StrictUndefined
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from corrige.authoring.proving._proof import CheckRow, Fate, Level, Proof

_OK, _NO, _NOTE = "[green]✓[/]", "[red]✗[/]", "[yellow]![/]"
_PAGE = "proof.html.jinja"


def show(proof: Proof, console: Console) -> None:
    """Print the table of checks, what is proven in sum, survivors, and findings."""
    console.print(_table(proof))
    console.print(_summary(proof))
    for row in proof.mutants_with(Fate.SURVIVED, Fate.UNKNOWN):
        console.print(f"\n[bold]{escape(row.name)}[/] {escape(row.operator)}: {escape(row.reason)}")
        if row.closest:
            console.print(f"closest: {escape(row.closest)}", style="dim")
        console.print(Syntax(row.diff, "diff", background_color="default"))
    for finding in sorted(proof.findings, key=lambda f: (f.level is not Level.ERROR, f.topic)):
        mark = _NO if finding.level is Level.ERROR else _NOTE
        console.print(
            f"{mark} [bold]{finding.topic}[/] {escape(finding.where)}: {escape(finding.text)}"
        )
    errors = len(proof.errors)
    verdict = f"[red bold]{errors} not proven[/]" if errors else "[green bold]all proven[/]"
    console.print(f"{verdict} in {proof.seconds:.0f} s")


def page(proof: Proof) -> str:
    """Return the whole proof as HTML that needs no other file."""
    template = (files("corrige.authoring.proving") / _PAGE).read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(template).render(
        proof=proof,
        summary=list(summary(proof)),
        groups=groupby(proof.checks, key=lambda row: row.exercise),
        Fate=Fate,
        Level=Level,
    )


def summary(proof: Proof) -> Iterator[tuple[bool, str, str]]:
    """Yield what is proven: whether it is, what, and in numbers."""
    topics = {finding.topic for finding in proof.errors}
    checks = len(proof.checks)
    flaky = sum(bool(row.failed) for row in proof.checks)
    yield not flaky, "reference", f"{checks} checks, {proof.seeds} seeds, {flaky} not always passed"
    yield (
        "stub" not in topics,
        "released stub",
        "earns nothing" if "stub" not in topics else "earns",
    )
    for right, what in ((True, "right solutions"), (False, "wrong solutions")):
        rows = [row for row in proof.bank if row.right is right]
        good = sum(row.proven for row in rows)
        generic = sum(row.generic for row in rows)
        told = f", {generic} without a message that names it" if generic else ""
        yield good == len(rows) and not generic, what, f"{good} of {len(rows)} as they should{told}"
    count = {fate: len(proof.mutants_with(fate)) for fate in Fate}
    left = count[Fate.SURVIVED] + count[Fate.UNKNOWN]
    yield (
        not left,
        "mutants" + (" (a sample)" if proof.quick else ""),
        f"{len(proof.mutants)}: {count[Fate.KILLED]} killed, {count[Fate.EQUIVALENT]} equivalent, "
        f"{count[Fate.EXPLAINED]} explained, {left} survive; score {proof.score:.1%}",
    )
    total = sum(proof.exercises.values())
    yield "points" not in topics, "points", f"{total:g} of {proof.wanted_points:g}"
    for topic, what in (
        ("reads nothing", "every check reads the student's"),
        ("catches nothing", "every check catches something"),
        ("sizes", "other sizes than the statement's"),
        ("no cell", "every check has its cell"),
        ("leak", "nothing hidden in the release"),
        ("release", "release up to date"),
    ):
        found = sum(finding.topic == topic for finding in proof.errors)
        yield not found, what, f"{found} not" if found else "yes"
    if not proof.quick:
        redundant = sum(finding.topic == "redundant" for finding in proof.findings)
        yield True, "redundant checks", f"{redundant} catch nothing alone" if redundant else "none"


def _table(proof: Proof) -> Table:
    title = f"{proof.assignment}" + (" (quick)" if proof.quick else "")
    if proof.unsafe:
        title += " WITHOUT SANDBOX AND WALL"
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("")
    table.add_column("check", overflow="fold", min_width=24)
    for column in ("pts", "ms", "worst", "fails", "mutants", "wrong", "alone"):
        table.add_column(column, justify="right")
    exercise = None
    for row in proof.checks:
        if row.exercise != exercise:
            exercise = row.exercise
            total = proof.exercises.get(exercise, 0)
            table.add_section()
            table.add_row("", f"[bold]{escape(exercise)}[/]", f"[bold]{total:g}[/]")
        table.add_row(_mark(row, proof), *_cells(row))
    return table


def _summary(proof: Proof) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=False)
    for good, what, told in summary(proof):
        table.add_row(_OK if good else _NO, f"[bold]{escape(what)}[/]", escape(told))
    return table


def _cells(row: CheckRow) -> list[str]:
    return [
        escape(row.cell.removeprefix(f"{row.exercise}_")),
        f"{row.points:g}",
        f"{1000 * row.seconds:.0f}",
        f"{1000 * row.longest:.0f}",
        str(len(set(row.failed)) or ""),
        str(row.mutants),
        str(row.wrong),
        str(row.alone),
    ]


def _mark(row: CheckRow, proof: Proof) -> str:
    levels = {f.level for f in proof.findings if f.where == row.cell}
    return _NO if Level.ERROR in levels else _NOTE if levels else _OK
