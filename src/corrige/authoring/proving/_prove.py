"""Prove an assignment: run everything, judge it, collect what is not proven."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from corrige.authoring.proving import _judging as judge
from corrige.authoring.proving import _probes as probes
from corrige.authoring.proving import _statics as statics
from corrige.authoring.proving._expected import NAME, Expected, read_expected
from corrige.authoring.proving._plan import QUICK_MUTANTS, QUICK_SEEDS, Material
from corrige.authoring.proving._proof import Fate, Level, MutantRow, Proof
from corrige.authoring.proving._released import release_is_fresh
from corrige.authoring.proving._trials import Bench, Trial
from corrige.authoring.proving.mutants import Mutant
from corrige.autograde import configured_how, default_jobs
from corrige.course import Course
from corrige.grading import How, Unreadable, read_notebook
from corrige.grading.cells import grade_id, is_test
from corrige.verdict import Verdict

SEEDS = 200
_BANK_SEEDS = 3
Progress = Callable[[str, int], None]
"""Called with what is being done and how many steps it has, then with "" for each step done."""


def prove(
    course: Course,
    name: str,
    *,
    seeds: int | None = None,
    quick: bool = False,
    entries: Collection[str] | None = None,
    mutants: int = QUICK_MUTANTS,
    jobs: int | None = None,
    unsafe: bool = False,
    progress: Progress = lambda _what, _steps: None,
) -> Proof:
    """Find out whether the tests of an assignment are good.

    seeds: on how many the reference must pass; 200, or 20 where it is to be `quick`: then so many
    `mutants` are drawn as well. entries: which of the bank are judged, None for all. Nothing is
    written. Raises CourseError or BankError for what cannot be
    used, Interrupted after Ctrl-C.
    """
    began = time.monotonic()
    assignment = course.assignment(name)
    folder = course.root / "bank" / name
    expected = read_expected(folder)
    material = Material.read(assignment, folder, quick=quick, mutants_of_quick=mutants)
    if entries is not None:
        material.bank = {name: e for name, e in material.bank.items() if name in entries}
    how = configured_how(course, name, unsafe=unsafe)
    count = seeds or (QUICK_SEEDS if quick else SEEDS)
    proof = Proof(name, count, quick, unsafe, wanted_points=expected.points)
    proof.checks = statics.rows(material.sources)
    bench = Bench(
        assignment, how, material.references, jobs or default_jobs(), lambda: progress("", 1)
    )

    progress("release", 1)
    statics.points(material.sources, proof)
    statics.checks_without_cell(material.sources, assignment, proof)
    fresh = release_is_fresh(course, assignment, proof)
    try:
        here = assignment.release if assignment.release.is_dir() else fresh
        released = _read_all(here, material)
        if here is not None:
            statics.leaks(material.sources, replace(assignment, release=here), proof)
    finally:
        if fresh is not None:
            shutil.rmtree(fresh.parents[1])

    _reference(bench, material, released, proof, progress)
    bench.how = _impatient(how, proof)
    _bank(bench, material, proof, progress)
    _mutants(bench, material, expected, proof, progress)
    _sizes(bench, material, proof)
    judge.worth(proof)
    proof.seconds = time.monotonic() - began
    return proof


def replay(
    course: Course, name: str, seed: int, *, entry: str = "", unsafe: bool = False
) -> tuple[Verdict, ...]:
    """Judge the reference, or an entry of the bank, once more with a seed, as a proof does."""
    assignment = course.assignment(name)
    material = Material.read(assignment, course.root / "bank" / name, quick=True)
    bench = Bench(assignment, configured_how(course, name, unsafe=unsafe), material.references, 1)
    if entry:
        trials = [t for t in material.entries(seed + 1, quick=False) if t.seed == seed]
        trials = [t for t in trials if t.name.split()[1] == entry]
    else:
        trials = [Trial(stem, stem, seed) for stem in material.references]
    return tuple(v for tried in bench.run(trials).values() for v in tried.verdicts)


def _read_all(folder: Path | None, material: Material) -> dict[str, NotebookNode]:
    found = {}
    for stem in material.sources:
        if folder is not None:
            try:
                found[stem] = read_notebook(folder / f"{stem}.ipynb")
            except Unreadable:
                continue  # said already: the release is out of date
    return found


def _reference(
    bench: Bench,
    material: Material,
    released: Mapping[str, NotebookNode],
    proof: Proof,
    progress: Progress,
) -> None:
    trials = list(material.seeds(proof.seeds))
    progress(f"the reference on {proof.seeds} seeds", len(trials))
    tried = bench.run(trials)
    judge.faults(tried, proof)
    judge.reference(tried, proof)
    trials = list(material.stubs(released))
    progress("stubs", len(trials))
    judge.stubs(bench.run(trials), proof)


def _impatient(how: How, proof: Proof) -> How:
    """Wait for a mutant no longer than many times what the reference takes."""
    longest = max((row.longest for row in proof.checks), default=0.0)
    test = min(how.limits.test, max(3.0, 20 * longest))
    return replace(how, limits=replace(how.limits, test=test, cell=min(how.limits.cell, 15.0)))


def _bank(bench: Bench, material: Material, proof: Proof, progress: Progress) -> None:
    trials = list(material.entries(1 if proof.quick else _BANK_SEEDS, quick=proof.quick))
    progress(f"{len(material.bank)} known solutions", len(trials))
    tried = bench.run(trials)
    judge.faults(tried, proof)
    judge.bank(tried, material.bank.values(), bench.how.language, proof)
    if not any(entry.right is False for entry in material.bank.values()):
        text = f"no wrong solution in bank/{proof.assignment}: nothing shows what messages say"
        proof.add(Level.NOTE, "bank", proof.assignment, text)


def _mutants(
    bench: Bench, material: Material, expected: Expected, proof: Proof, progress: Progress
) -> None:
    for cell in material.skipped:
        proof.add(Level.NOTE, "mutants", cell, "not plain Python (a magic?): it is not mutated")
    progress(f"{len(material.mutants)} mutants", len(material.mutants))
    tried = bench.run(material.mutant_trials())
    judge.faults(tried, proof)
    judge.mutants(tried, material, proof)
    alive = {row.name: row for row in proof.mutants_with(Fate.SURVIVED)}
    asked = [mutant for mutant in material.mutants if mutant.name in alive]
    progress(f"{len(asked)} survivors", len(asked))
    answers = probes.ask(bench, [_question(material, mutant) for mutant in asked])
    for mutant in asked:
        _settle(alive[mutant.name], mutant, answers[mutant.name], expected, proof)
    for explanation in expected.survivors:
        if not explanation.used and not proof.quick:
            proof.add(
                Level.ERROR,
                "stale",
                f"bank/{proof.assignment}/{NAME}",
                f"no survivor matches {explanation.mutant!r} {explanation.line!r}: remove it",
            )


def _question(material: Material, mutant: Mutant) -> probes.Question:
    stem = material.home[mutant.cell]
    reference = material.references[stem]
    return probes.about_mutant(reference, stem, mutant, material.tests_of(mutant))


def _settle(
    row: MutantRow, mutant: Mutant, answer: probes.Answered, expected: Expected, proof: Proof
) -> None:
    """Decide what a mutant that no test kills is."""
    reached = answer.data.get("reached", {})
    if reached and (most := max(reached, key=reached.__getitem__)) and reached[most]:
        row.closest = f"{most} runs the line {reached[most]} times"
    if answer.data.get("verdict") == "equivalent":
        row.fate = Fate.EQUIVALENT
        return
    row.reason = answer.data.get("why", "") or answer.fault
    if reason := expected.explanation(mutant):
        row.fate, row.reason = Fate.EXPLAINED, reason
        return
    if not answer.data or answer.data["verdict"] == "unknown":
        row.fate = Fate.UNKNOWN
    told = f" ({row.reason})" if row.reason else ""
    proof.add(
        Level.ERROR,
        "survivor",
        mutant.name,
        f"{mutant.operator}: no check notices{told}. Sharpen a check, or say in "
        f"bank/{proof.assignment}/{NAME} why it may live",
    )


def _sizes(bench: Bench, material: Material, proof: Proof) -> None:
    """Find hidden checks that use no other sizes than the statement shows."""
    for stem, reference in material.references.items():
        hidden = frozenset(row.cell for row in proof.checks if row.hidden)
        tests = frozenset(grade_id(c) or "" for c in reference.cells if is_test(c)) & hidden
        name = f"sizes of {stem}"
        answer = probes.ask(bench, [probes.about_sizes(reference, stem, tests)])[name]
        if answer.fault:
            proof.add(Level.NOTE, "fault", stem, f"sizes could not be read: {answer.fault}")
        known = probes.sizes_of_statement(reference)
        for cell, sizes in answer.data.items():
            if (used := {n for n in sizes if n > 1}) and used <= known:
                shown = ", ".join(map(str, sorted(used)))
                text = (
                    f"uses no other sizes than the statement ({shown}): a solution with these "
                    "numbers in it passes; draw others (corrige.checks.sizes)"
                )
                proof.add(Level.ERROR, "sizes", cell, text)
