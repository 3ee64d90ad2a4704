"""What fork servers import before their first fork, by what they are for."""

from corrige.checks import MODULES

GRADING = (
    "corrige.kernel.cells",
    "corrige.wall.verifier",
    "corrige.wall.agent",
    *(f"corrige.checks.{module}" for module in MODULES),
    "sympy",
    "tensorboard",
    "torch.utils.tensorboard",
)
"""For a student's kernel and a verifier: the check helpers, what the first `backward` draws in, and
what the course's notebooks import. Here, so that the warm process can begin before all else."""
