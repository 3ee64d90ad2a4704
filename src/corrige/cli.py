"""The `corrige` command: parses, calls, prints."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from corrige import __version__
from corrige.course import Course, CourseError


class _Group(click.Group):
    """Shows what users did wrong as one line with the next step, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        from corrige.authoring import BankError, ImportRefused
        from corrige.demo import DemoError

        try:
            return super().invoke(ctx)
        except (CourseError, DemoError, BankError, ImportRefused) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Deep-learning notebooks, released, submitted and graded on top of nbgrader."""


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
    import sys
    import tempfile

    from jupyter_client.kernelspec import KernelSpecManager

    from corrige.kernel import kernel_spec

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "kernel.json").write_text(json.dumps(kernel_spec().to_dict(), indent=1))
        target = KernelSpecManager().install_kernel_spec(
            folder, name, user=user, prefix=None if user else sys.prefix
        )
    Console().print(f"Kernelspec {name} is in {target}")


@main.command()
@click.argument("assignment", default="rnn_architecture")
@UNSAFE
def demo(assignment: str, unsafe_no_sandbox: bool) -> None:
    """Make a class of 30 submissions, grade it with nbgrader, write feedback, show the grades."""
    from corrige import demo as demonstration
    from corrige.grading import read_notebook

    course = Course.find()
    console = Console()
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
        f"Next: pytest tests/test_{assignment}.py && nbgrader generate_assignment {assignment}"
    )
