"""Messages exist in English, in the code, and in French, in the catalogues."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from common import ROOT
from jinja2 import Environment

from corrige.checks import speaking, translate
from corrige.kernel.limits import Limit

CATALOGUES = {
    ROOT / "src/corrige": ROOT / "src/corrige/checks/locale/fr/LC_MESSAGES/corrige.po",
    ROOT / "grader_tests": ROOT / "grader_tests/locale/fr/LC_MESSAGES/grader_tests.po",
}


def messages(folder: Path) -> Iterator[str]:
    """Yield what is said: arguments of `_(…)`, in templates as well, and docstrings of checks."""
    environment = Environment(extensions=["jinja2.ext.i18n"])
    for path in sorted(folder.rglob("*.jinja")):
        for _line, _function, text in environment.extract_translations(path.read_text("utf-8")):
            assert isinstance(text, str), path
            yield text
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_"):
                if isinstance(node.args[0], ast.Constant):
                    yield ast.literal_eval(node.args[0])
            elif isinstance(node, ast.FunctionDef) and any(
                getattr(decorator, "id", "") == "check" for decorator in node.decorator_list
            ):
                docstring = ast.get_docstring(node)
                assert docstring, f"{path}: {node.name} has no docstring"
                yield docstring


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("folder", "path"), CATALOGUES.items(), ids=lambda p: p.name)
def test_every_message_is_translated_and_none_is_left_over(folder: Path, path: Path) -> None:
    with path.open("rb") as file:
        french = {entry.id: entry.string for entry in read_po(file) if entry.id}
    limits = {limit.words for limit in Limit} if folder.name == "corrige" else set()
    assert set(french) == set(messages(folder)) | limits
    for english, translated in french.items():
        assert translated, english
        assert fields(translated) == fields(english), english


@pytest.mark.parametrize("path", CATALOGUES.values(), ids=lambda p: p.name)
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    with path.open("rb") as po, path.with_suffix(".mo").open("rb") as mo:
        text, compiled = read_po(po), read_mo(mo)
    assert {e.id: e.string for e in text if e.id} == {e.id: e.string for e in compiled if e.id}


def test_the_language_is_french_unless_another_is_chosen(monkeypatch) -> None:
    monkeypatch.delenv("CORRIGE_LANGUAGE", raising=False)
    assert translate("the states") == "les états"
    monkeypatch.setenv("CORRIGE_LANGUAGE", "en")
    assert translate("the states") == "the states"
    with speaking("fr"):
        assert translate("the states") == "les états"
    assert translate("the states") == "the states"


def test_a_language_nobody_translated_to_falls_back_to_english(monkeypatch) -> None:
    monkeypatch.setenv("CORRIGE_LANGUAGE", "tlh")
    assert translate("the states") == "the states"
