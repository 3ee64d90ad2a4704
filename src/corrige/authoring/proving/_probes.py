"""Questions to the probe, which runs beside the notebook in its sandboxed kernel."""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from corrige.authoring.proving._trials import Bench
from corrige.authoring.proving.mutants import Mutant
from corrige.grading import printed
from corrige.grading.cells import bound_names, grade_id, is_solution, is_test

_FILE = "corrige_probe.py"
_MARK = "corrige-probe:"
_SECONDS = 240.0
_SEEDS = (0, 1, 2)
_CALL = "import corrige_probe\ncorrige_probe.main(get_ipython().user_ns, {request!r})"


@dataclass(frozen=True)
class Question:
    """What the probe is asked, in JSON, about a notebook."""

    name: str
    notebook: str
    request: str


@dataclass(frozen=True)
class Answered:
    """What it answers; `fault` says why there is no answer."""

    data: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


def ask(bench: Bench, questions: Iterable[Question]) -> dict[str, Answered]:
    """Have all questions answered, side by side; by name."""
    return bench.spread(
        functools.partial(_answered, bench), questions, lambda why: Answered(fault=why)
    )


def about_mutant(
    notebook: NotebookNode, stem: str, mutant: Mutant, tests: frozenset[str]
) -> Question:
    """Ask whether a mutant behaves as the reference, and which tests run its line."""
    (source,) = (c.source for c in notebook.cells if grade_id(c) == mutant.cell)
    request = {
        "do": "compare",
        "names": sorted(bound_names(source)),
        "mutant": mutant.source,
        "line": mutant.line,
        "tests": _tests(notebook, tests),
        "seeds": _SEEDS,
    }
    return Question(mutant.name, stem, json.dumps(request))


def about_sizes(notebook: NotebookNode, stem: str, tests: frozenset[str]) -> Question:
    """Ask with what sizes the hidden tests call the student's names."""
    names = {n for c in notebook.cells if is_solution(c) for n in bound_names(c.source)}
    request = {
        "do": "sizes",
        "names": sorted(names),
        "tests": _tests(notebook, tests),
        "seeds": _SEEDS,
    }
    return Question(f"sizes of {stem}", stem, json.dumps(request))


def sizes_of_statement(notebook: NotebookNode) -> frozenset[int]:
    """Return the whole numbers from 2 on in the code that students see."""
    found = set()
    for cell in notebook.cells:
        hidden = "### BEGIN HIDDEN TESTS" in cell.source
        if cell.cell_type == "code" and not hidden and not is_solution(cell):
            try:
                tree = ast.parse(cell.source)
            except SyntaxError:
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1:
                    found.add(node.value)
    return frozenset(found)


def _tests(notebook: NotebookNode, tests: frozenset[str]) -> list[dict[str, str]]:
    return [
        {"cell": grade_id(cell) or "", "source": cell.source}
        for cell in notebook.cells
        if is_test(cell) and grade_id(cell) in tests
    ]


def _answered(bench: Bench, question: Question) -> Answered:
    reference = bench.references[question.notebook]
    cells = [cell.copy() for cell in reference.cells if not is_test(cell)]
    call = new_code_cell(_CALL.format(request=question.request), id="corrige-probe")
    notebook = new_notebook(cells=[*cells, call], metadata=reference.metadata)
    text = (files("corrige.authoring.proving") / "probe" / _FILE).read_text(encoding="utf-8")
    limits = replace(bench.how.limits, cell=_SECONDS, notebook=2 * _SECONDS, output=2**26)
    how = replace(bench.how, limits=limits)
    said = printed(notebook, question.notebook, bench.assignment, how, {_FILE: text})
    for line in said.splitlines():
        if line.startswith(_MARK):
            return Answered(json.loads(line.removeprefix(_MARK)))
    error = next((o for o in call.outputs if o.output_type == "error"), None)
    return Answered(fault=f"{error.ename}: {error.evalue}" if error else "no answer")
