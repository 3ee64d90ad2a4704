"""Grade one aligned notebook: run its cells in order, judge its test cells, never stop halfway."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from corrige.grading._align import NOTES
from corrige.grading._judge import judge, without_stderr
from corrige.grading._limits import Limits
from corrige.grading._runner import Ending, Ran, Runner, error_output
from corrige.grading.cells import (
    bound_names,
    grade_id,
    is_solution,
    is_test,
    max_points,
    used_names,
)
from corrige.verdict import Verdict

_ENDINGS = {
    Ending.TIMEOUT: "le temps imparti ({seconds:.0f} s) est dépassé",
    Ending.OUTPUT: "la cellule affiche plus que permis ({output} octets)",
    Ending.DEATH: "le noyau s'est arrêté (os._exit, exit, mémoire épuisée ou erreur fatale)",
}
NAME = "NonCorrigeable"
"""Exception name that graded notebooks show where a test cell could not be judged."""


class NotebookGrading:
    """The state of one run through one notebook."""

    def __init__(self, notebook: NotebookNode, runner: Runner, limits: Limits, seed: int) -> None:
        self._notebook, self._runner, self._limits, self._seed = notebook, runner, limits, seed
        self._deadline = time.monotonic() + limits.notebook
        self._ran: list[NotebookNode] = []
        self._lost: dict[str, str] = {}
        self._strikes: Counter[str] = Counter()
        self._student_names = set().union(
            *(bound_names(cell.source) for cell in notebook.cells if is_solution(cell))
        )

    def run(self) -> list[Verdict]:
        """Return one verdict a test cell, in order; the notebook's outputs are filled in."""
        verdicts = []
        unreadable = self._notebook.metadata.get(NOTES, {}).get("unreadable")
        for cell in self._notebook.cells:
            if cell.cell_type != "code":
                continue
            if is_test(cell):
                if unreadable:
                    verdicts.append(
                        self._unjudged(cell, f"le notebook est illisible : {unreadable}")
                    )
                else:
                    verdicts.append(self._test(cell))
            elif not unreadable:
                self._student(cell)
        self._add_notes(unreadable)
        return verdicts

    def _student(self, cell: NotebookNode) -> None:
        if not cell.source.strip() or not self._ready():
            return
        ran = self._runner.run(cell, self._remaining(self._limits.cell))
        if ran.broke_kernel:
            why = self._told(ran, self._limits.cell)
            cell.outputs.append(error_output(NAME, why))
            self._lose(cell, why)
        else:
            self._ran.append(cell)

    def _test(self, cell: NotebookNode) -> Verdict:
        names = used_names(cell.source)
        theirs = names & (self._student_names | self._lost.keys())
        for name in sorted(theirs & self._lost.keys()):
            return self._unjudged(cell, f"{name} n'a pas pu être défini : {self._lost[name]}")
        for name in sorted(theirs):
            if self._strikes[name] >= self._limits.strikes:
                return self._unjudged(
                    cell, f"{name} a déjà fait échouer {self._limits.strikes} tests sans réponse"
                )
        if not self._ready():
            return self._unjudged(
                cell, f"le temps imparti au notebook ({self._limits.notebook:.0f} s) est dépassé"
            )
        ran = self._runner.run(cell, self._remaining(self._limits.test))
        if ran.broke_kernel:
            self._strikes.update(theirs)
            return self._unjudged(cell, self._told(ran, self._limits.test), ran.seconds)
        without_stderr(cell)
        return judge(cell, ran.seconds, self._seed)

    def _ready(self) -> bool:
        """Have a kernel in which all that ran so far has run; False where no time is left.

        A new kernel gets the earlier cells again, without the one that broke the old kernel.
        """
        while not self._runner.running:
            if time.monotonic() >= self._deadline:
                return False
            self._runner.start()
            for cell in list(self._ran):
                ran = self._runner.run(_twin(cell), self._remaining(self._limits.cell))
                if ran.broke_kernel:
                    # It went well the first time; what it does now, it does without us.
                    self._ran.remove(cell)
                    self._lose(cell, self._told(ran, self._limits.cell))
                    break
        return time.monotonic() < self._deadline

    def _lose(self, cell: NotebookNode, why: str) -> None:
        where = f"cellule « {name} »" if (name := grade_id(cell)) else "une cellule ajoutée"
        self._lost.update(dict.fromkeys(bound_names(cell.source), f"{where} : {why}"))

    def _remaining(self, seconds: float) -> float:
        return max(1.0, min(seconds, self._deadline - time.monotonic()))

    def _told(self, ran: Ran, seconds: float) -> str:
        return _ENDINGS[ran.ending].format(seconds=seconds, output=self._limits.output)

    def _unjudged(self, cell: NotebookNode, why: str, seconds: float = 0.0) -> Verdict:
        cell.outputs = [error_output(NAME, why)]
        return Verdict.ungradable(
            grade_id(cell) or "", max_points(cell), why, seconds=seconds, seed=self._seed
        )

    def _add_notes(self, unreadable: str | None) -> None:
        notes: Iterable[str] = self._notebook.metadata.get(NOTES, {}).get("notes", [])
        lines = [f"- {note}" for note in notes]
        if unreadable:
            lines.insert(0, f"- le notebook rendu est illisible : {unreadable}")
        if lines:
            text = "**Remarques de la correction automatique**\n\n" + "\n".join(lines)
            self._notebook.cells.insert(0, new_markdown_cell(text, id="remarques"))


def _twin(cell: NotebookNode) -> NotebookNode:
    twin = cell.copy()
    twin.outputs = []
    return twin
