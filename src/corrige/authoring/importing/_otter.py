"""Convert an otter-assign notebook, format v1: questions, prompts, solutions, tests, points."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from corrige.authoring import _cells as make
from corrige.authoring.importing._names import Names, slug, wanted_name
from corrige.authoring.importing._otter_blocks import (
    Numbered,
    Question,
    is_otter,
    take_apart,
)
from corrige.authoring.importing._otter_solutions import Solutions, read_solutions
from corrige.authoring.importing._otter_tests import OtterTest, read_test, test_source, weigh
from corrige.authoring.importing._problems import ImportRefused, Note
from corrige.authoring.importing._report import Region, Report, Test

__all__ = ["convert_otter", "is_otter"]


def convert_otter(origin: NotebookNode, path: Path) -> tuple[list[NotebookNode], Report]:
    """Return the cells of the nbgrader source notebook, and what was done.

    Raises ImportRefused, with every place, where blocks or marks are unbalanced, points
    disagree, or the notebook is not in Python.
    """
    language = origin.metadata.get("kernelspec", {}).get("language", "python")
    if language.lower() != "python":
        raise ImportRefused(f"{path} is in {language}: corrige grades Python alone")
    blocks = take_apart(origin)
    conversion = _Conversion(blocks.problems)
    conversion.report.dropped += blocks.dropped
    names = Counter(part.name for part in blocks.parts if isinstance(part, Question))
    for part in blocks.parts:
        if isinstance(part, Question):
            if "name" not in part.config:
                conversion.problem(part.number, 1, "the question has no `name`")
            elif names[part.name] > 1:
                conversion.problem(part.number, 1, f"several questions are named {part.name!r}")
            conversion.question(part)
        else:
            conversion.outside(*part)
    if conversion.problems:
        raise ImportRefused.because(path, conversion.problems, "Mend the notebook.")
    return conversion.cells, conversion.report


class _Conversion:
    """The cells made so far, their names, and what there is to tell."""

    def __init__(self, problems: list[Note]) -> None:
        self.cells: list[NotebookNode] = []
        self.report = Report()
        self.problems = problems
        self._names = Names()

    def problem(self, number: int, line: int | None, text: str) -> None:
        self.problems.append(Note(number, line, text))

    def outside(self, number: int, cell: NotebookNode) -> None:
        """Take over a cell that belongs to no question; its solution lines count as well."""
        found = self._solutions(number, cell)
        name = self._names.take(wanted_name(cell))
        cell.source = found.text if cell.cell_type == "code" else cell.source
        if found.regions:
            self._found(number, found, name)
            self.report.untested.append(self.report.regions[-1])
            self.cells.append(make.solution(cell, name))
        else:
            self.cells.append(make.given(cell, name))

    def question(self, question: Question) -> None:
        wanted = slug(question.name) or "question"
        manual = bool(question.config.get("manual", False))
        prompts: list[Numbered] = []
        answers = 0
        before = len(self.report.regions)
        tests: list[tuple[int, OtterTest]] = []
        for block, (number, cell) in question.cells:
            if block == "prompt":
                prompts.append((number, cell))
            elif block == "tests":
                tests += self._read_test(number, cell)
            elif block == "solution" and cell.cell_type == "markdown":
                if "otter_include" in cell.metadata.get("tags", []):
                    self.outside(number, cell)
                    continue
                self._written(number, cell.source, prompts, wanted, question)
                prompts, answers = [], answers + 1
            elif block == "solution" and cell.cell_type == "code":
                self._coded(number, cell, prompts, wanted, question if manual else None)
                prompts, answers = [], answers + 1
            else:
                self.outside(number, cell)
        if manual and prompts and not answers:
            number = prompts[-1][0]
            self._note(number, None, "no solution is given: graders will see none")
            self._written(number, "", prompts, wanted, question)
            prompts, answers = [], 1
        for number, _prompt in prompts:
            self.problem(number, None, "a prompt without a solution after it")
        if manual and not answers:
            self.problem(question.number, None, "a question corrected by hand has no solution")
        if question.config.get("all_or_nothing"):
            self._note(question.number, None, "all_or_nothing: nbgrader counts each test by itself")
        if tests:
            self._test_cells(question, wanted, tests)
        elif not manual:
            by_hand = {test.name for test in self.report.by_hand}
            found = self.report.regions[before:]
            self.report.untested += [region for region in found if region.name not in by_hand]

    def _written(
        self, number: int, text: str, prompts: list[Numbered], wanted: str, question: Question
    ) -> None:
        prompt = [line for _n, p in prompts for line in p.source.split("\n")]
        name = self._names.take(wanted)
        lines = [*prompt, *make.region(text.split("\n") if text else [])]
        points = self._points(question) if question.config.get("manual") else 0.0
        self.cells.append(make.answer(new_markdown_cell("\n".join(lines)), name, points))
        if text:
            self.report.regions.append(Region(number, 1, text.count("\n") + 1, name))
        self.report.by_hand.append(Test(name, number, points, "a written answer"))

    def _coded(
        self, number: int, cell: NotebookNode, prompts: list[Numbered], name: str,
        manual: Question | None,
    ) -> None:  # fmt: skip
        found = self._solutions(number, cell)
        prompt = [p.source for _n, p in prompts if p.cell_type == "code"]
        for place, given in prompts:
            if given.cell_type == "code":
                self._note(place, None, f"the prompt now stands above the solution, in {name}")
            else:
                self.outside(place, given)
        name = self._names.take(name)
        cell.source = "\n".join([*prompt, found.text])
        if not found.regions:
            self._note(
                number, None, "in a solution block, but no line is marked: students get all of it"
            )
            self.cells.append(make.given(cell, name))
            return
        self._found(number, found, name)
        if manual is None:
            self.cells.append(make.solution(cell, name))
            return
        points = self._points(manual)
        self.cells.append(make.answer(cell, name, points))
        self.report.by_hand.append(Test(name, number, points, "code that a person reads"))

    def _test_cells(
        self, question: Question, wanted: str, tests: list[tuple[int, OtterTest]]
    ) -> None:
        try:
            weights = weigh(question.config.get("points"), [test for _n, test in tests])
        except ValueError as error:
            self.problem(question.number, None, str(error))
            return
        for count, ((number, test), points) in enumerate(zip(tests, weights, strict=True), start=1):
            source, remark = test_source(test)
            if remark is not None:
                self._note(number, None, remark)
                points = 0.0
            name = self._names.take(f"{wanted}_test_{count}")
            self.cells.append(make.test(source, name, points))
            says = "hidden" if test.hidden else "visible"
            self.report.tests.append(Test(name, number, points, says))

    def _read_test(self, number: int, cell: NotebookNode) -> list[tuple[int, OtterTest]]:
        if cell.cell_type != "code":
            self.problem(number, None, "a cell that is no code between # BEGIN and # END TESTS")
            return []
        try:
            return [(number, read_test(cell))]
        except ValueError as error:
            self.problem(number, 1, str(error))
            return []

    def _points(self, question: Question) -> float:
        points = question.config.get("points", 1)
        if isinstance(points, int | float) and not isinstance(points, bool):
            return float(points)
        self.problem(question.number, None, f"`points: {points}` is no number")
        return 0.0

    def _solutions(self, number: int, cell: NotebookNode) -> Solutions:
        if cell.cell_type != "code":
            return Solutions(cell.source)
        found = read_solutions(cell.source)
        for line, text in found.problems:
            self.problem(number, line, text)
        for line, text in found.remarks:
            self._note(number, line, text)
        return found

    def _found(self, number: int, found: Solutions, name: str) -> None:
        self.report.regions += [Region(number, a, b, name) for a, b in found.regions]

    def _note(self, number: int, line: int | None, text: str) -> None:
        self.report.notes.append(Note(number, line, text))
