"""The `corrige` command: parses, calls, prints."""

from __future__ import annotations

import click
from rich.console import Console

from corrige import __version__
from corrige.course import Course, CourseError


class _Group(click.Group):
    """Shows what users did wrong as one line with the next step, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        from corrige.authoring import BankError
        from corrige.demo import DemoError

        try:
            return super().invoke(ctx)
        except (CourseError, DemoError, BankError) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Deep-learning notebooks, released, submitted and graded on top of nbgrader."""


@main.command()
@click.argument("assignment", default="rnn_architecture")
def demo(assignment: str) -> None:
    """Make a class of 30 submissions, grade it with nbgrader, write feedback, show the grades."""
    from corrige import demo as demonstration
    from corrige.grading import read_notebook

    course = Course.find()
    console = Console()
    students = demonstration.run(course, assignment, console)
    source = read_notebook(course.assignment(assignment).notebooks()[0])
    found = demonstration.rows(
        f"sqlite:///{course.root / 'gradebook.db'}", assignment, [s.id for s in students]
    )
    console.print(demonstration.table(found, source))
    console.print(
        "Questions corrected by hand wait in formgrader. "
        f"Feedback is in {course.root / 'feedback'}, grades: nbgrader export"
    )
