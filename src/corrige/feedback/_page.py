"""The page a student gets: what was earned, what to look at again, and the notebook."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from nbformat import NotebookNode

from corrige.checks import translate as _
from corrige.feedback import _render
from corrige.feedback._grades import Grades
from corrige.feedback._questions import questions
from corrige.feedback._render import Renderer
from corrige.grading import REMARKS
from corrige.grading.cells import grade_id, is_solution, is_test
from corrige.pages import environment
from corrige.standing import State


@dataclass(frozen=True)
class Shown:
    """A cell as the page shows it. kind: "given", "answer", "added" or "test"."""

    place: int
    kind: str
    body: Markup
    outputs: tuple[Markup, ...]


def page(
    notebook: NotebookNode, grades: Grades | None, *, assignment: str, name: str, source: str
) -> str:
    """Return the page, in the language in force.

    notebook: as the student may see it. grades: None for a page without results.
    source: folder of the instructor's pictures.
    """
    asked = questions(notebook, grades) if grades else []
    cells, remarks = _cells(notebook, source, graded=grades is not None)
    parts = [part for question in asked for part in question.parts]
    occur = {part.state for part in parts}
    templates = environment("corrige.feedback")
    templates.filters.update(text=text, inline=inline)
    return templates.get_template("feedback.html.jinja").render(
        title=assignment if name == assignment else f"{assignment}, {name}",
        grades=grades,
        questions=asked,
        part_at={part.place: part for part in parts},
        number_at={part.place: number for number, one in enumerate(asked, 1) for part in one.parts},
        occur=[state for state in State if state in occur],
        waiting=sum(
            part.mark.max_points
            for part in parts
            if part.state in (State.WAITING, State.UNGRADABLE)
        ),
        cells=cells,
        remarks=remarks,
        code_style=Markup(_render.code_style()),
    )


def text(markdown: str) -> Markup:
    """Return a short text of a person's as HTML."""
    return Renderer(4).markdown(markdown)


def inline(markdown: str) -> Markup:
    """Return a line of text as HTML, to stand in a line."""
    return text(markdown).removeprefix("<p>").rstrip().removesuffix("</p>")


def _cells(
    notebook: NotebookNode, source: str, *, graded: bool
) -> tuple[list[Shown], list[Markup]]:
    """Return the cells and, apart, what grading remarked.

    graded: whether what tests found stands above them, and need not be told again.
    """
    shown, remarks = [], []
    renderer = Renderer(2 if graded else 1)
    for place, cell in enumerate(notebook.cells):
        if cell.get("id") in REMARKS and cell.cell_type == "markdown":
            remarks.append(Renderer(2).markdown(cell.source))
            continue
        kind = _kind(cell) if graded else "given"
        if kind == "test":
            cell.outputs = [one for one in cell.outputs if one.output_type != "error"]
        folder = source if graded and kind == "given" else ""
        shown.append(Shown(place, kind, *_body(cell, renderer, folder)))
    return shown, remarks


def _kind(cell: NotebookNode) -> str:
    if is_test(cell):
        return "test"
    if grade_id(cell) is None:
        return "added"
    return "answer" if is_solution(cell) else "given"


def _body(cell: NotebookNode, renderer: Renderer, folder: str) -> tuple[Markup, tuple[Markup, ...]]:
    if cell.cell_type == "markdown":
        return renderer.markdown(cell.source, cell.get("attachments"), folder), ()
    if cell.cell_type != "code":
        return _render.plain(cell.source), ()
    outputs = tuple(
        renderer.output(output, _("picture drawn by this cell")) for output in cell.outputs
    )
    return _render.code(cell.source) if cell.source.strip() else Markup(""), outputs
