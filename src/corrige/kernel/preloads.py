"""What fork servers import before their first fork, by what they are for."""

GRADING = (
    "corrige.wall.verifier",
    "corrige.wall.agent",
    "corrige.checks",
    "sympy",
    "tensorboard",
    "torch.utils.tensorboard",
)
"""For a student's kernel and a verifier: the check helpers, what the first `backward` draws in, and
what the course's notebooks import. Here, so that the warm process can begin before all else."""
