"""`corrige new`: start an assignment from a template that already passes its own test."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

import jupytext
import nbformat
from nbformat import NotebookNode

from corrige.authoring import _cells as make
from corrige.authoring._assignment_name import checked_name
from corrige.course import Course, CourseError

LANGUAGES = ("fr", "en")
_TEMPLATES = files("corrige.authoring") / "templates"
_SUFFIX = ".template"


def new_assignment(course: Course, name: str, language: str = "fr") -> list[Path]:
    """Write source notebook, checks, bank and a test of the assignment `name`; return the files.

    The stub earns no points there, the reference all, and each bank entry loses what it says.

    Raises CourseError, and writes nothing, where the name is no name for an assignment or one of
    the files exists.
    """
    texts = _texts(language, checked_name(name))
    checks = course.root / "grader_tests"
    written = {
        course.assignment(name).source / f"{name}.ipynb": _notebook(texts),
        checks / name / "__init__.py": _filled("checks_package.py", texts),
        checks / name / "test_stable_softmax.py": _filled("checks.py", texts),
        course.root / "tests" / f"test_{name}.py": _filled("test.py", texts),
    }
    for entry in sorted((_TEMPLATES / "bank").iterdir(), key=lambda e: e.name):
        target = course.root / "bank" / name / entry.name.removesuffix(_SUFFIX)
        written[target] = Template(entry.read_text(encoding="utf-8")).substitute(texts)
    for path in written:
        if path.exists():
            raise CourseError(f"{path} exists already: choose another name, or remove it")
    if not (checks / "__init__.py").exists():
        written[checks / "__init__.py"] = (
            '"""The hidden checks, one package an assignment; students never get them."""\n'
        )
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(written)


def _texts(language: str, name: str) -> dict[str, str]:
    entry = _TEMPLATES / f"{language}.toml"
    texts = tomllib.loads(entry.read_text(encoding="utf-8"))
    own = {"assignment": name}
    return own | {key: Template(text).substitute(own) for key, text in texts.items()}


def _filled(name: str, texts: dict[str, str]) -> str:
    entry: Traversable = _TEMPLATES / f"{name}{_SUFFIX}"
    return Template(entry.read_text(encoding="utf-8")).substitute(texts)


def _notebook(texts: dict[str, str]) -> str:
    origin = jupytext.reads(_filled("notebook.py", texts), fmt="py:percent")
    notebook = make.source_notebook(origin, [_cell(cell) for cell in origin.cells])
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def _cell(cell: NotebookNode) -> NotebookNode:
    name, role = cell.metadata.pop("title"), cell.metadata.pop("role")
    points = float(cell.metadata.pop("points", 0))
    match role:
        case "given":
            return make.given(cell, name)
        case "solution":
            return make.solution(cell, name)
        case "test":
            return make.test(cell.source, name, points)
        case "task":
            return make.task(cell, name, points)
        case _:  # where the answer to a task goes: students' own, unknown to nbgrader
            cell.id = name.replace("_", "-")
            return cell
