"""Which notebooks are judged for a proof."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from corrige.authoring._bank import BankEntry, BankError, read_bank
from corrige.authoring._compose import compose, reference_text
from corrige.authoring.proving._affected import affected_tests
from corrige.authoring.proving._trials import Trial
from corrige.authoring.proving.mutants import Mutant, mutants_of
from corrige.course import Assignment, CourseError
from corrige.grading import read_notebook
from corrige.grading.cells import bound_names, grade_id, is_solution

QUICK_SEEDS, QUICK_MUTANTS = 20, 60
ANYTHING = {"object": "{name} = object()", "function": "{name} = lambda *a, **k: None"}
"""Stand-ins for what a student writes: a check that they all pass reads nothing."""


@dataclass
class Material:
    """What there is to prove: notebooks by stem, references without marks, bank, mutants.

    home: the notebook that a grade id lies in. skipped: solution cells that cannot be mutated.
    """

    sources: dict[str, NotebookNode]
    references: dict[str, NotebookNode]
    home: dict[str, str]
    bank: dict[str, BankEntry]
    mutants: list[Mutant]
    skipped: list[str] = field(default_factory=list)

    @classmethod
    def read(
        cls,
        assignment: Assignment,
        bank: Path,
        *,
        quick: bool,
        mutants_of_quick: int = QUICK_MUTANTS,
    ) -> Material:
        """Raises CourseError and BankError, in words, for what cannot be used."""
        sources = {path.stem: read_notebook(path) for path in assignment.notebooks()}
        home: dict[str, str] = {}
        for stem, notebook in sources.items():
            for name in filter(None, map(grade_id, notebook.cells)):
                if name in home:
                    raise CourseError(
                        f"the grade id {name!r} is in {home[name]}.ipynb and in {stem}.ipynb, or "
                        "twice in one: rename one of them, so that a proof can tell them apart"
                    )
                home[name] = stem
        solutions = {
            name: text
            for notebook in sources.values()
            for name, text in reference_text(notebook).items()
            if name in _code_solutions(notebook)
        }
        mutants, skipped = mutants_of(solutions)
        entries = read_bank(bank) if bank.is_dir() else {}
        for entry in entries.values():
            if unknown := {*entry.cells} - home.keys():
                raise BankError(
                    f"{bank / entry.name}.py: there is no cell {min(unknown)!r} in the notebook; "
                    "head cells by the grade id of the solution cell they stand for"
                )
            if unknown := {*entry.loses, *entry.unjudged, *entry.may_lose} - home.keys():
                raise BankError(f"{bank / entry.name}.py: there is no test cell {min(unknown)!r}")
        return cls(
            sources,
            {stem: compose(nb, reference_text(nb)) for stem, nb in sources.items()},
            home,
            entries,
            _sample(mutants, mutants_of_quick) if quick else mutants,
            skipped,
        )

    def seeds(self, count: int) -> Iterator[Trial]:
        for seed in range(count):
            for stem in self.references:
                yield Trial(f"seed {seed} {stem}", stem, seed)

    def stubs(self, released: Mapping[str, NotebookNode]) -> Iterator[Trial]:
        """Yield what students start from, and notebooks full of things that are no answers."""
        for stem, notebook in released.items():
            names = _code_solutions(self.sources[stem])
            cells = tuple((grade_id(c) or "", c.source) for c in notebook.cells)
            yield Trial(f"stub {stem}", stem, cells=tuple(c for c in cells if c[0] in names))
        for kind, line in ANYTHING.items():
            for stem, notebook in self.sources.items():
                names = _code_solutions(notebook)
                texts = (
                    (name, "\n".join(line.format(name=n) for n in sorted(bound)))
                    for name, bound in names.items()
                )
                yield Trial(f"{kind} {stem}", stem, cells=tuple(texts))

    def entries(self, seeds: int, *, quick: bool) -> Iterator[Trial]:
        for entry in self.bank.values():
            for stem in self._stems(entry.cells):
                cells = {n: text for n, text in entry.cells.items() if self.home[n] == stem}
                tests = affected_tests(self.references[stem], cells) if quick else None
                for seed in range(seeds):
                    name = f"bank {entry.name} {seed} {stem}"
                    yield Trial(name, stem, seed, tuple(cells.items()), tests)

    def mutant_trials(self) -> Iterator[Trial]:
        for mutant in self.mutants:
            cells = ((mutant.cell, mutant.source),)
            yield Trial(mutant.name, self.home[mutant.cell], 0, cells, self.tests_of(mutant))

    def tests_of(self, mutant: Mutant) -> frozenset[str]:
        """Return the test cells that can notice the mutant."""
        reference = self.references[self.home[mutant.cell]]
        return affected_tests(reference, {mutant.cell: mutant.source})

    def _stems(self, cells: Mapping[str, str]) -> list[str]:
        return list(dict.fromkeys(self.home[name] for name in cells))


def _code_solutions(notebook: NotebookNode) -> dict[str, frozenset[str]]:
    return {
        grade_id(cell) or "": bound_names(cell.source)
        for cell in notebook.cells
        if is_solution(cell) and cell.cell_type == "code"
    }


def _sample(mutants: list[Mutant], how_many: int) -> list[Mutant]:
    """Return some mutants, of as many kinds as there are, the same ones each time."""
    chance = random.Random(0)
    shuffled = chance.sample(mutants, len(mutants))
    seen = Counter[tuple[str, str]]()
    turns = []
    for mutant in shuffled:
        seen[mutant.cell, mutant.operator] += 1
        turns.append((seen[mutant.cell, mutant.operator], mutant))
    turns.sort(key=lambda turn: turn[0])
    chosen = {mutant.name for _turn, mutant in turns[:how_many]}
    return [mutant for mutant in mutants if mutant.name in chosen]
