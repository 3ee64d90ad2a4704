"""From verdicts to what they prove."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping

from corrige.authoring._bank import BankEntry
from corrige.authoring.proving._generic import is_generic, shown
from corrige.authoring.proving._plan import ANYTHING, Material
from corrige.authoring.proving._proof import BankRow, Fate, Level, MutantRow, Proof
from corrige.authoring.proving._trials import Tried
from corrige.verdict import Outcome, Verdict


def faults(tried: Mapping[str, Tried], proof: Proof) -> None:
    """What our side could not do proves nothing."""
    for name, answer in tried.items():
        why = answer.fault or next(
            (f"{v.cell}: {v.detail}" for v in answer.verdicts if v.outcome is Outcome.FAULT), ""
        )
        if why:
            proof.add(Level.ERROR, "fault", name, f"could not be judged: {why}")


def reference(tried: Mapping[str, Tried], proof: Proof) -> None:
    """The reference passes on every seed; how long each check takes."""
    rows = {row.cell: row for row in proof.checks}
    seconds: dict[str, list[float]] = {name: [] for name in rows}
    told: dict[str, str] = {}
    for name, answer in tried.items():
        for verdict in answer.verdicts:
            seconds[verdict.cell].append(verdict.seconds)
            if verdict.outcome is not Outcome.PASSED:
                rows[verdict.cell].failed.append(int(name.split()[1]))
                told.setdefault(verdict.cell, shown(verdict.message))
    for cell, row in rows.items():
        if times := seconds[cell]:
            row.seconds, row.longest = statistics.median(times), max(times)
        if row.failed:
            count = len(set(row.failed))
            first = row.failed[0]
            proof.add(
                Level.ERROR,
                "reference",
                cell,
                f"the reference loses it on {count} of {proof.seeds} seeds (seed {first}: "
                f"{told[cell]}); see it with: corrige prove {proof.assignment} --seed {first} "
                f"--check {cell}",
            )


def stubs(tried: Mapping[str, Tried], proof: Proof) -> None:
    """What students start from earns nothing; no check passes whatever it is given."""
    passed: dict[str, set[str]] = {}
    for name, answer in tried.items():
        for verdict in answer.verdicts:
            if verdict.points or verdict.outcome is Outcome.PASSED:
                passed.setdefault(verdict.cell, set()).add(name.split()[0])
    for cell, kinds in passed.items():
        if kinds >= set(ANYTHING):
            text = "passes for any object: it reads nothing of the student's, or asserts nothing"
            proof.add(Level.ERROR, "reads nothing", cell, text)
        if "stub" in kinds:
            text = "the released notebook earns its points without a word written"
            proof.add(Level.ERROR, "stub", cell, text)


def bank(
    tried: Mapping[str, Tried], entries: Iterable[BankEntry], language: str, proof: Proof
) -> None:
    """Right solutions lose nothing, wrong ones what they should, and hear why."""
    for entry in entries:
        answers = {n: a for n, a in tried.items() if n.split()[1] == entry.name}
        by_seed: dict[str, list[Verdict]] = {}
        for name, answer in answers.items():
            by_seed.setdefault(name.split()[2], []).extend(answer.verdicts)
        expected = entry.loses | entry.unjudged
        may_lose = sorted(entry.may_lose)
        row = BankRow(
            entry.name, entry.says, sorted(expected), [], {}, False, entry.right, may_lose
        )
        for seed, verdicts in by_seed.items():
            lost = {v.cell: v for v in verdicts if v.outcome is not Outcome.PASSED}
            for cell, verdict in lost.items():
                row.messages.setdefault(cell, shown(verdict.message))
            row.lost = sorted({*row.lost, *lost})
            _explain(entry, seed, lost, proof)
        failed = [v for vs in by_seed.values() for v in vs if v.cell in entry.loses]
        generic = [is_generic(v.message, language) for v in failed if v.message]
        unsaid = entry.told and failed and not any(entry.told in v.message for v in failed)
        row.generic = (bool(generic) and all(generic)) or bool(unsaid)
        if row.generic:
            wanted = entry.told or entry.says
            text = f"no message names the misconception ({wanted}): {shown(failed[0].message)}"
            proof.add(Level.ERROR, "message", entry.name, text)
        proof.bank.append(row)


def _explain(entry: BankEntry, seed: str, lost: Mapping[str, Verdict], proof: Proof) -> None:
    unjudged = {cell for cell, v in lost.items() if v.outcome is Outcome.UNGRADABLE}
    expected = entry.loses | entry.unjudged
    differs = {
        "loses {} though it should not": sorted(lost.keys() - expected - entry.may_lose),
        "does not lose {}": sorted(expected - lost.keys()),
        "leaves {} unjudged": sorted((unjudged & entry.loses) - entry.unjudged),
    }
    what = "right" if entry.right else "wrong"
    for text, cells in differs.items():
        if cells:
            told = next((shown(lost[c].message) for c in cells if c in lost), "")
            proof.add(
                Level.ERROR,
                f"{what} solution",
                entry.name,
                f"{text.format(', '.join(cells))} (seed {seed}){f': {told}' if told else ''}; see "
                f"it with: corrige prove {proof.assignment} --seed {seed} --entry {entry.name}",
            )


def mutants(tried: Mapping[str, Tried], material: Material, proof: Proof) -> None:
    """Note which test cells kill which mutant."""
    for mutant in material.mutants:
        verdicts = tried[mutant.name].verdicts
        killers = [v.cell for v in verdicts if v.outcome is not Outcome.PASSED]
        fate = Fate.KILLED if killers else Fate.SURVIVED
        proof.mutants.append(
            MutantRow(mutant.name, mutant.cell, mutant.operator, mutant.diff, fate, killers)
        )


def worth(proof: Proof) -> None:
    """Count what each check catches, and what only it catches."""
    mutants_of = Counter(cell for row in proof.mutants for cell in row.killers)
    wrong_of = Counter(cell for row in proof.bank if not row.right for cell in row.lost)
    caught = [row.killers for row in proof.mutants]
    caught += [row.lost for row in proof.bank if not row.right]
    alone = Counter(cells[0] for cells in caught if len(cells) == 1)
    for check in proof.checks:
        check.mutants, check.wrong = mutants_of[check.cell], wrong_of[check.cell]
        check.alone = alone[check.cell]
        if proof.quick:
            continue
        if not check.mutants + check.wrong:
            text = "catches nothing: no mutant and no wrong solution fails it; add one to the bank"
            proof.add(Level.ERROR, "catches nothing", check.cell, text)
        elif check.hidden and not check.alone:
            text = (
                f"others too catch all {check.mutants} mutants and {check.wrong} wrong solutions "
                "that it catches"
            )
            proof.add(Level.NOTE, "redundant", check.cell, text)
