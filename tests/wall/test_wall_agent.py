"""The agent is light, and keeps on the student's side only what the verifier still uses."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from wall_setup import MODELS

import corrige
from corrige.wall.proxy import Wall

COUNTING = """
import corrige.wall.agent as agent_module
def kept():
    agent = next(iter(agent_module._agents.values()))
    return len(agent.graphs), len(agent.table._objects)
"""


def imports(name: str, seen: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the top-level packages that a module of ours imports, with all it imports."""
    source = Path(next(iter(corrige.__path__)), *name.split(".")).with_suffix(".py").read_text()
    seen[name] = set()
    for node in ast.walk(ast.parse(source)):
        found = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [node.module or ""]
        for module in found:
            if module.startswith("corrige."):
                inner = module.removeprefix("corrige.")
                assert inner.startswith("wall.") or inner == "copying", module
                if inner not in seen:
                    imports(inner, seen)
            else:
                seen[name].add(module.split(".")[0])
    return seen


def test_the_agent_needs_the_standard_library_and_torch_alone() -> None:
    needed = imports("wall.agent", {})
    assert {"wall.agent", "wall.agent_state", "wall.wire", "wall.channel"} <= set(needed)
    assert "wall.proxy" not in needed and "wall.cells" not in needed
    packages = set().union(*needed.values()) - set(sys.stdlib_module_names)
    assert packages == {"torch"}


def test_graphs_and_objects_are_let_go_with_their_last_use_here(
    student: Callable[..., Wall],
) -> None:
    wall = student(MODELS + COUNTING)
    kept, kind = wall.name("kept"), wall.name("RNN_V2")
    model = kind(4, 3, 2)
    x = torch.randn(3, 2, 4)
    _, before = kept()

    def use(model: Any) -> None:
        for _ in range(10):
            model(x)[0].sum().backward()

    use(model)
    for _ in range(5):
        use(kind(4, 3, 2))
    kept()
    graphs, after = kept()
    assert graphs <= 1 and after <= before + 4
    held = [model(x)[0] for _ in range(5)]
    assert kept()[0] >= 5
    del held


def test_retained_graphs_stay_usable_after_other_calls(student: Callable[..., Wall]) -> None:
    model = student(MODELS).name("RNN_V2")(4, 3, 2)
    x = torch.randn(3, 2, 4)
    first = model(x)[0].sum()
    model(2 * x)[0].sum().backward()
    model.zero_grad()
    first.backward()
    found = model.h2h.weight.grad.clone()
    model.zero_grad()
    model(x)[0].sum().backward()
    torch.testing.assert_close(found, model.h2h.weight.grad)
