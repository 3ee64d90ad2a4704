"""The `corrige` command: parses, calls, prints."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from corrige import __version__
from corrige.course import Course, CourseError
from corrige.verdict import Outcome, Verdict


class _Group(click.Group):
    """Shows what users did wrong as one line with the next step, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except Exception as error:
            # Imported only now: what they lie beside takes a second.
            from corrige.authoring import BankError, ImportRefused
            from corrige.demo import DemoError

            if isinstance(error, CourseError | DemoError | BankError | ImportRefused):
                raise click.ClickException(str(error)) from None
            raise


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Deep-learning notebooks, released, submitted and graded on top of nbgrader."""
    # jsonschema would import it to check a format that notebooks do not have: for seconds.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


SETTING = re.compile(r"--[A-Za-z_]\w*(\.\w+)+=.*", re.DOTALL)
"""A setting as traitlets takes it."""


def _known(settings: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [word for word in settings if not SETTING.fullmatch(word)]:
        raise click.UsageError(f"no such option or setting: {wrong[0]}")
    return settings


@contextlib.contextmanager
def _grading() -> Iterator[None]:
    """End with 2 where grading cannot begin, with 4 where the gradebook cannot be written."""
    from corrige.autograde import AutogradeError
    from corrige.gradebook import RecordError

    try:
        yield
    except (AutogradeError, RecordError) as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(2 if isinstance(error, AutogradeError) else 4) from None


UNSAFE = click.option(
    "--unsafe-no-sandbox",
    is_flag=True,
    help="Grade without sandbox and wall. Only for code you would run yourself.",
)


@main.command()
def doctor() -> None:
    """Show what this machine offers to confine untrusted code, and what to do where it lacks."""
    from rich.table import Table

    from corrige.kernel.doctor import examine, usable

    console = Console()
    findings = examine()
    table = Table(pad_edge=False)
    for column in ("what", "available", "used", "found", "what to do"):
        table.add_column(column)
    for finding in findings:
        available = "[green]yes[/]" if finding.available else "[red]no[/]"
        used = "yes" if finding.used else "no"
        table.add_row(finding.name, available, used, finding.detail, finding.remedy)
    console.print(table)
    if not usable(findings):
        console.print(
            "[red bold]Untrusted code cannot be graded on this machine.[/] Mend what is missing, "
            "or grade only code you would run yourself with --unsafe-no-sandbox."
        )
        raise SystemExit(1)


@main.command()
@click.option("--user", is_flag=True, help="For your account instead of this environment.")
@click.option("--name", default="corrige", show_default=True, help="Name of the kernelspec.")
def kernelspec(user: bool, name: str) -> None:
    """Install the warm sandboxed kernel for JupyterLab, nbclient and nbgrader."""
    import json
    import tempfile

    from jupyter_client.kernelspec import KernelSpecManager

    from corrige.kernel import kernel_spec

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "kernel.json").write_text(json.dumps(kernel_spec().to_dict(), indent=1))
        target = KernelSpecManager().install_kernel_spec(
            folder, name, user=user, prefix=None if user else sys.prefix
        )
    Console().print(f"Kernelspec {name} is in {target}")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("assignment")
@click.option("--student", "students", multiple=True, help="Only this one, or all that match.")
@click.option("--notebook", default="", help="Only notebooks of this name, or that match.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many at once. Default: cores.")
@click.option("--scheduler", help="Grade on the Dask cluster at this address.")
@click.option("--dask", is_flag=True, help="The same, at the address in Dask's configuration.")
@click.option("--force", "-f", is_flag=True, help="Grade again what has not changed.")
@click.option("--create", is_flag=True, help="Add students that the gradebook does not know.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change for whom.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for machines.")
@UNSAFE
@click.argument("settings", nargs=-1, type=click.UNPROCESSED)
def autograde(
    assignment: str,
    students: tuple[str, ...],
    notebook: str,
    jobs: int | None,
    scheduler: str | None,
    dask: bool,
    force: bool,
    create: bool,
    dry_run: bool,
    as_json: bool,
    unsafe_no_sandbox: bool,
    settings: tuple[str, ...],
) -> None:
    """Grade a class as nbgrader autograde does, many submissions at once.

    Further SETTINGS are as on nbgrader's command line: --Grade.timeout=60

    What was graded before is graded again only where the submission, the assignment or the
    configuration has changed. Ctrl-C once finishes what runs, twice stops at once; the same command
    then goes on.

    \b
    Exit status:
      0    all graded
      2    wrong usage: nothing has begun
      3    some submissions could not be graded: a person must see to them
      4    our side failed for some; they are graded when the command is run again
      130  stopped
    """
    from corrige.kernel import begin_shared
    from corrige.kernel.preloads import GRADING

    _known(settings)
    if dask and scheduler is None:
        scheduler = ""
    if dry_run and scheduler is not None:
        raise click.UsageError("--dry-run grades on this machine: leave out --scheduler and --dask")
    if not unsafe_no_sandbox and scheduler is None:
        # It warms up while this process imports what it needs itself.
        begin_shared(GRADING)
    with _grading():
        from corrige import autograde as grading
        from corrige.autograde import Chosen, DryJson, DryText, JsonReport, TextReport

        chosen = Chosen(assignment, students, notebook, create, unsafe_no_sandbox, settings)
        course = Course.find()
        if dry_run:
            told = DryJson() if as_json else DryText(Console())
            summary = grading.dry_run(course, chosen, told, jobs=jobs, force=force)
        else:
            report = JsonReport() if as_json else TextReport(Console())
            summary = grading.autograde(
                course, chosen, report, jobs=jobs, force=force, scheduler=scheduler
            )
    raise SystemExit(summary.status)


@main.command()
@click.argument("student")
@click.argument("assignment")
@click.argument("cell", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for machines.")
def explain(student: str, assignment: str, cell: str | None, as_json: bool) -> None:
    """Show the verdicts on a graded submission, on one test CELL in full.

    Each with its outcome, points, message for the student, detail for the grader, seed and time,
    and the command that runs the test again under pytest. Exit status 1: there is nothing to show.
    """
    import json

    from corrige import explain as explaining
    from corrige.autograde import AutogradeError
    from corrige.gradebook import RecordError

    try:
        found = explaining.explain(Course.find(), student, assignment, cell)
    except (AutogradeError, RecordError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(explaining.as_json(found), indent=1))
    else:
        explaining.show(found, Console())


@main.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["fr", "en"]), help="Of messages. [default: fr]")
@click.option("--timeout", type=click.FloatRange(min=1), help="Seconds that each cell may take.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for machines.")
def validate(notebook: Path, language: str | None, timeout: float | None, as_json: bool) -> None:
    """Run the tests of NOTEBOOK, your own, and show what autograde would say of them.

    It needs no course folder and no sandbox: the code runs as it does in JupyterLab. In the
    instructor's version hidden tests run as well.

    \b
    Exit status:
      0  all passed
      1  some did not
      2  wrong usage: this cannot be validated
      4  no kernel could be started
    """
    import json

    from corrige import validate as validating
    from corrige.grading import KernelFault

    try:
        found = validating.validate(notebook, language=language, timeout=timeout)
    except (validating.NotValidated, CourseError) as error:
        raise click.UsageError(str(error)) from None
    except KernelFault as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(4) from None
    if as_json:
        click.echo(json.dumps(validating.as_json(found), indent=1))
    else:
        validating.show(found, Console())
    raise SystemExit(0 if found.passed else 1)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("assignments", nargs=-1, type=click.UNPROCESSED, metavar="[ASSIGNMENT]...")
@click.option("--exchange", is_flag=True, help="Collect from nbgrader's exchange as well.")
@click.option("--release", is_flag=True, help="Write and release what students may see.")
@click.option("--limit", help="Gradings a student and assignment: 5/hour, 10/2 days, none.")
@click.option(
    "--poll",
    type=click.FloatRange(min=0.1),
    help="Look every so many seconds: for network file systems, which announce no changes.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="How many at once. Default: cores.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for machines.")
@UNSAFE
def watch(
    assignments: tuple[str, ...],
    exchange: bool,
    release: bool,
    limit: str | None,
    poll: float | None,
    jobs: int | None,
    as_json: bool,
    unsafe_no_sandbox: bool,
) -> None:
    """Grade submissions as they arrive. Without ASSIGNMENT: to all that the gradebook knows.

    Settings may follow as on nbgrader's command line: --Watch.settle=5 --Grade.timeout=60

    What was graded already is not graded again, so it may be ended and started at any time. Ctrl-C
    once finishes what runs (exit status 0), twice stops at once (130). docs/watch.md tells what
    students get to see, and when.
    """
    names = tuple(word for word in assignments if not word.startswith("-"))
    settings = _known(tuple(word for word in assignments if word.startswith("-")))
    if limit is not None:
        settings += (f"--Watch.limit={limit}",)
    with _grading():
        from corrige.watch import JsonWatch, Options, TextWatch
        from corrige.watch import watch as run

        options = Options(exchange, release, poll, jobs, unsafe_no_sandbox, settings)
        report = JsonWatch() if as_json else TextWatch(Console())
        status = run(Course.find(), names, options, report)
    raise SystemExit(status)


@main.command()
@click.argument("assignments", nargs=-1)
@UNSAFE
def demo(assignments: tuple[str, ...], unsafe_no_sandbox: bool) -> None:
    """Make a class, grade it with nbgrader, write feedback, show the grades.

    Of each of ASSIGNMENTS; of all that demo/ has a class for, where none is named.
    """
    from corrige import demo as demonstration
    from corrige.grading import read_notebook

    course = Course.find()
    console = Console()
    for assignment in assignments or demonstration.assignments(course):
        students = demonstration.run(course, assignment, console, unsafe=unsafe_no_sandbox)
        source = read_notebook(course.assignment(assignment).notebooks()[0])
        found = demonstration.rows(course, assignment, [student.id for student in students])
        if unsafe_no_sandbox:
            console.print("[red bold]GRADED WITHOUT SANDBOX AND WALL: points could be forged.[/]")
        console.print(demonstration.table(found, source))
    console.print(
        "Questions corrected by hand wait in formgrader. "
        f"Feedback is in {course.root / 'feedback'}, grades: nbgrader export"
    )


@main.command()
@click.argument("assignment")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page. [default: report-ASSIGNMENT.html]",
)
@click.option(
    "--csv", "table", type=click.Path(path_type=Path, dir_okay=False), help="A row a student."
)
@click.option(
    "--json", "data", type=click.Path(path_type=Path, dir_okay=False), help="All the data."
)
@click.option("--anonymous", is_flag=True, help="Pseudonyms for names, to show it in class.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
def report(
    assignment: str,
    output: Path | None,
    table: Path | None,
    data: Path | None,
    anonymous: bool,
    language: str,
) -> None:
    """Write a page about a graded class: grades, misconceptions, quality of the checks.

    One HTML file that needs no network. docs/report.md tells what it shows.
    """
    from corrige.report import Wanted, write_report

    path = output or Path(f"report-{assignment}.html")
    wanted = Wanted(path, table, data, anonymous, language)
    results = write_report(Course.find(), assignment, wanted)
    for written in (path, table, data):
        if written is not None:
            click.echo(f"written: {written}")
    click.echo(f"{len(results.graded)} of {len(results.students)} students are graded")


LANGUAGE = click.option(
    "--language",
    type=click.Choice(["fr", "en"]),
    default="fr",
    show_default=True,
    help="Of what is written into the notebook.",
)


@main.command(name="import")
@click.argument("notebook", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--assignment", required=True, help="Name of the assignment to make.")
@click.option(
    "--marker",
    "markers",
    nargs=2,
    multiple=True,
    metavar="BEGIN END",
    help="A pair of texts around solutions. May be repeated. [default: <CORRECTION> </CORRECTION>]",
)
@click.option(
    "--points",
    type=click.FloatRange(min=0),
    default=0,
    help="Of each proposed test; 0 leaves them to you.",
)
@LANGUAGE
@click.option("--force", is_flag=True, help="Overwrite an assignment that exists.")
@click.option("--dry-run", is_flag=True, help="Only print the report.")
def import_(
    notebook: Path,
    assignment: str,
    markers: tuple[tuple[str, str], ...],
    points: float,
    language: str,
    force: bool,
    dry_run: bool,
) -> None:
    """Make an nbgrader source notebook of one with marked solutions.

    NOTEBOOK is an .ipynb with markers around its solutions, its export as text, or a notebook in
    otter-assign's format (v1). The report says what was found and what is left to do.
    """
    from corrige.authoring import Marker, import_notebook
    from corrige.authoring.importing import CORRECTION

    made = import_notebook(
        notebook,
        Course.find(),
        assignment,
        markers=[Marker(*pair) for pair in markers] or [CORRECTION],
        language=language,
        points=points,
        force=force,
        write=not dry_run,
    )
    click.echo(f"{notebook} → {made.target}{' (not written)' if dry_run else ''}")
    for line in made.report.lines():
        click.echo(line)


@main.command()
@click.argument("assignment")
@LANGUAGE
def new(assignment: str, language: str) -> None:
    """Start an assignment: source notebook, hidden checks, bank, and a test that proves them."""
    from corrige.authoring import new_assignment

    course = Course.find()
    for path in new_assignment(course, assignment, language):
        click.echo(f"written: {path.relative_to(course.root)}")
    click.echo(
        f"Next: corrige prove {assignment} --quick && nbgrader generate_assignment {assignment}"
    )


@main.command()
@click.argument("assignment")
@click.option("--seeds", type=click.IntRange(min=1), help="For the reference.  [default: 200]")
@click.option("--quick", is_flag=True, help="20 seeds, a sample of the mutants.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many at once. Default: cores.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page.")
@click.option("--json", "as_json", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--seed", type=click.IntRange(min=0), help="Only judge the reference with this one.")
@click.option("--entry", default="", help="With --seed: judge this entry of the bank instead.")
@click.option("--check", default="", help="With --seed: show this test cell alone.")
@UNSAFE
def prove(
    assignment: str,
    seeds: int | None,
    quick: bool,
    jobs: int | None,
    html: Path | None,
    as_json: Path | None,
    seed: int | None,
    entry: str,
    check: str,
    unsafe_no_sandbox: bool,
) -> None:
    """Find out whether the tests of an assignment are good, before it is released.

    The reference must pass on every seed, the stub earn nothing, each known solution lose what it
    should, each mutant of the reference be caught or explained. docs/proving.md has the details.

    \b
    Exit status:
      0    all is proven
      1    something is not
      2    wrong usage: nothing has begun
      130  stopped
    """
    import json

    from rich.progress import Progress

    from corrige.authoring import proving
    from corrige.autograde import AutogradeError

    console = Console()
    try:
        course = Course.find()
        if seed is not None:
            how = {"entry": entry, "unsafe": unsafe_no_sandbox}
            _replayed(proving.replay(course, assignment, seed, **how), check, console)  # type: ignore[arg-type]
            return
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)

            def progress(what: str, steps: int) -> None:
                if what:
                    bar.reset(task, description=what, total=steps)
                else:
                    bar.advance(task, steps)

            proof = proving.prove(
                course,
                assignment,
                seeds=seeds,
                quick=quick,
                jobs=jobs,
                unsafe=unsafe_no_sandbox,
                progress=progress,
            )
    except (AutogradeError, CourseError) as error:
        raise click.UsageError(str(error)) from None
    except proving.Interrupted:
        raise SystemExit(130) from None
    proving.show(proof, console)
    if html is not None:
        html.write_text(proving.page(proof), encoding="utf-8")
    if as_json is not None:
        as_json.write_text(json.dumps(proof.to_json(), ensure_ascii=False, indent=1) + "\n")
    raise SystemExit(proof.status)


def _replayed(verdicts: tuple[Verdict, ...], check: str, console: Console) -> None:
    """Show verdicts with all that a grader gets to know; exit with 1 where one is not passed."""
    from rich.markup import escape

    shown = [verdict for verdict in verdicts if check in ("", verdict.cell)]
    for verdict in shown:
        console.print(f"[bold]{escape(verdict.cell)}[/]: {verdict.outcome}")
        if verdict.outcome is not Outcome.PASSED:
            console.print(escape(f"{verdict.message}\n{verdict.detail}"))
    if not shown:
        raise click.UsageError(f"nothing to show: no test cell {check!r}, or no such entry")
    raise SystemExit(any(verdict.outcome is not Outcome.PASSED for verdict in shown))
