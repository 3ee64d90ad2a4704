"""Grade one aligned notebook: run its cells in order, judge its test cells, never stop halfway."""

from __future__ import annotations

import html
import time
from collections import Counter
from collections.abc import Iterable, Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from corrige.checks import translate as _
from corrige.grading._align import NOTES, REMARKS
from corrige.grading._execution import Execution
from corrige.grading._judge import NOT_GRADED, write
from corrige.grading._limits import Limits
from corrige.grading._outputs import error_output
from corrige.grading._runner import Ending, Ran
from corrige.grading.cells import (
    bound_names,
    grade_id,
    is_locked,
    is_test,
    max_points,
    used_names,
)
from corrige.verdict import Verdict


class NotebookGrading:
    """The state of one run through one notebook."""

    def __init__(
        self,
        notebook: NotebookNode,
        execution: Execution,
        limits: Limits,
        seed: int,
        bound_by: Mapping[str, frozenset[str]],
        skip: Mapping[str, str] | None = None,
    ) -> None:
        """`skip`: why cells broke a kernel before, by cell id: they are not run again."""
        self.broke: dict[str, str] = {}
        self._skip = skip or {}
        self._notebook, self._execution, self._limits = notebook, execution, limits
        self._seed, self._bound_by = seed, bound_by
        self._deadline = time.monotonic() + limits.notebook
        self._ran: list[NotebookNode] = []
        self._lost: dict[str, str] = {}
        self._strikes: Counter[str] = Counter()
        self._student_names = frozenset().union(*bound_by.values())

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
                        self._unjudged(
                            cell, _("the notebook cannot be read: {why}").format(why=unreadable)
                        )
                    )
                else:
                    verdicts.append(self._test(cell))
            elif not unreadable:
                self._other(cell)
        self._note_broken()
        self._add_notes(unreadable)
        return verdicts

    def show(self) -> None:
        """Run all but the tests; the notebook's outputs are filled in, `broke` says what broke."""
        if self._notebook.metadata.get(NOTES, {}).get("unreadable"):
            return
        for cell in self._notebook.cells:
            if cell.cell_type == "code" and not is_test(cell):
                self._other(cell)

    def _other(self, cell: NotebookNode) -> None:
        if cell.id in self._skip:
            self._lose(cell, self._skip[cell.id])
            return
        if not cell.source.strip() or not self._ready():
            return
        ran = self._run(cell)
        if ran.broke_kernel:
            why = self._told(ran, self._limits.cell)
            self.broke[cell.id] = why
            cell.outputs.append(error_output(NOT_GRADED, why))
            self._lose(cell, why)
            return
        self._ran.append(cell)
        if ran.ending is Ending.DONE:
            for name in bound_names(cell.source):
                self._lost.pop(name, None)

    def _run(self, cell: NotebookNode) -> Ran:
        seconds = self._remaining(self._limits.cell)
        name = grade_id(cell)
        if is_locked(cell):
            return self._execution.instructor(cell, seconds)
        return self._execution.student(cell, seconds, self._bound_by.get(name or "", ()))

    def _test(self, cell: NotebookNode) -> Verdict:
        names = used_names(cell.source)
        theirs = names & (self._student_names | self._lost.keys())
        for name in sorted(theirs & self._lost.keys()):
            return self._unjudged(
                cell,
                _("{name} could not be defined: {why}").format(name=name, why=self._lost[name]),
            )
        for name in sorted(theirs):
            if self._strikes[name] >= self._limits.strikes:
                return self._unjudged(
                    cell,
                    _("{name} has left {count} tests without an answer already").format(
                        name=name, count=self._limits.strikes
                    ),
                )
        if not self._ready():
            return self._unjudged(
                cell,
                _("the time limit of the notebook ({seconds} s) is over").format(
                    seconds=round(self._limits.notebook)
                ),
            )
        seconds = self._remaining(self._limits.test)
        ran, verdict = self._execution.test(cell, seconds, self._seed)
        if ran.broke_kernel or (verdict is not None and verdict.needs_person):
            self._strikes.update(theirs)
        if verdict is not None:
            return verdict
        return self._unjudged(cell, self._told(ran, self._limits.test), ran.seconds)

    def _ready(self) -> bool:
        """Have a kernel in which all that ran so far has run; False where no time is left.

        A new kernel gets the earlier cells again, without the one that broke the old kernel.
        """
        while not self._execution.running:
            if time.monotonic() >= self._deadline:
                return False
            self._execution.start()
            for cell in list(self._ran):
                ran = self._run(twin(cell))
                if ran.broke_kernel:
                    # It went well the first time; what it does now, it does without us.
                    self._ran.remove(cell)
                    self._lose(cell, self._told(ran, self._limits.cell))
                    break
        return time.monotonic() < self._deadline

    def _lose(self, cell: NotebookNode, why: str) -> None:
        """Note which names are missing without `cell`: the kernel goes on as if it had not been.

        Of a student's cell only those count that the instructor's solutions bind as well: no test
        takes others from the student.
        """
        name = grade_id(cell)
        where = _("cell {name}").format(name=name) if name else _("an added cell")
        names = bound_names(cell.source).difference(*(bound_names(c.source) for c in self._ran))
        if not is_locked(cell):
            names &= self._student_names
        self._lost.update(dict.fromkeys(names, f"{where}: {why}"))

    def _remaining(self, seconds: float) -> float:
        return max(1.0, min(seconds, self._deadline - time.monotonic()))

    def _told(self, ran: Ran, seconds: float) -> str:
        if (limit := self._execution.death()) is not None:
            return limit
        match ran.ending:
            case Ending.TIMEOUT:
                return _("the time limit ({seconds} s) is over").format(seconds=round(seconds))
            case Ending.OUTPUT:
                return _("the cell prints more than it may ({output} bytes)").format(
                    output=self._limits.output
                )
            case _other:
                return _("the kernel stopped (os._exit, exit, out of memory or a fatal error)")

    def _unjudged(self, cell: NotebookNode, why: str, seconds: float = 0.0) -> Verdict:
        name = grade_id(cell) or ""
        verdict = Verdict.ungradable(name, max_points(cell), why, seconds=seconds, seed=self._seed)
        write(cell, verdict)
        return verdict

    def _note_broken(self) -> None:
        """Keep which cells broke a kernel, and how, for whoever explains the verdicts."""
        told = {**self._skip, **self.broke}
        notes = self._notebook.metadata.setdefault(NOTES, NotebookNode())
        notes["broke"] = [
            {"cell": grade_id(cell), "place": place, "why": told[cell.id]}
            for place, cell in enumerate(self._notebook.cells, 1)
            if cell.id in told
        ]

    def _add_notes(self, unreadable: str | None) -> None:
        notes: Iterable[str] = self._notebook.metadata.get(NOTES, {}).get("notes", [])
        lines = [f"- {html.escape(note, quote=False)}" for note in notes]
        if unreadable:
            why = html.escape(unreadable, quote=False)
            lines.insert(0, "- " + _("the notebook cannot be read: {why}").format(why=why))
        if lines:
            text = f"**{_('Remarks of the automatic grading')}**\n\n" + "\n".join(lines)
            self._notebook.cells.insert(0, new_markdown_cell(text, id=REMARKS[1]))


def twin(cell: NotebookNode) -> NotebookNode:
    """Return a copy of a code cell that runs without touching the original's outputs."""
    copied = cell.copy()
    copied.outputs = []
    return copied
