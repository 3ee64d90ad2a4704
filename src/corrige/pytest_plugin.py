"""`pytest grader_tests/<assignment> --submission path/to/notebook.ipynb`, for a person debugging.

The submission's code runs in this very process, so that --pdb works: only for submissions you
would run yourself. Names that a check asks for are fixtures; they are worth what they were worth
at the check's cell in the notebook.
"""

from __future__ import annotations

import ast
import os
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from corrige.grading.in_process import ExecutedSubmission

_CHECKS = "grader_tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("corrige", "corrige: checks of one submission")
    group.addoption(
        "--submission",
        type=Path,
        help="Notebook whose names the checks in grader_tests/ get; the instructor's by default.",
    )
    group.addoption(
        "--check-seed",
        help="Seed of the submission, as recorded with its verdicts, to reproduce one.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_executed] = {}
    if (seed := config.getoption("--check-seed")) is not None:
        os.environ["CORRIGE_SEED"] = seed


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    """Give a module of checks fixtures for the names that its checks take."""
    if module_path.parent.parent.name == _CHECKS:
        parent.config.pluginmanager.register(_names_of(module_path), f"corrige {module_path}")
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A warning in a submission's code is no failure of its checks, whatever the project says."""
    for item in items:
        if item.path.parent.parent.name == _CHECKS:
            item.add_marker(pytest.mark.filterwarnings("default"))


_executed = pytest.StashKey[dict[str, "ExecutedSubmission"]]()


def _names_of(module_path: Path) -> object:
    """Return a plugin with one fixture for each argument of the module's checks."""
    tree = ast.parse(module_path.read_text(encoding="utf-8"))
    arguments = {
        argument.arg
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for argument in node.args.args
    }
    names = types.ModuleType(f"names of {module_path.stem}")
    for name in arguments:
        setattr(names, name, _fixture(name))
    return names


def _fixture(name: str) -> Any:
    def value(request: pytest.FixtureRequest) -> Any:
        submission = _submission(request)
        found, why = submission.value(name, request.path.stem, request.function.__name__)
        if why is not None:
            pytest.fail(why, pytrace=False)
        return found

    return pytest.fixture(name=name)(value)


def _submission(request: pytest.FixtureRequest) -> ExecutedSubmission:
    from corrige.course import Course
    from corrige.grading.in_process import execute

    executed = request.config.stash[_executed]
    name = request.path.parent.name
    if name not in executed:
        assignment = Course.find(request.path).assignment(name)
        executed[name] = execute(request.config.getoption("--submission"), assignment)
    return executed[name]
