"""Are these tests good? Reference, stub, known solutions and mutants answer before the release."""

from corrige.authoring.proving._proof import Fate, Finding, Level, Proof
from corrige.authoring.proving._prove import SEEDS, prove, replay
from corrige.authoring.proving._show import page, show
from corrige.authoring.proving._trials import Interrupted

__all__ = [
    "SEEDS",
    "Fate",
    "Finding",
    "Interrupted",
    "Level",
    "Proof",
    "page",
    "prove",
    "replay",
    "show",
]
