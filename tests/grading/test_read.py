"""Reading what anybody may have written."""

import contextlib
import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corrige.grading import Unreadable, read_notebook

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
anything = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "JSON valide"),
        (b'{"cells": [', "JSON valide"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "pas de champ nbformat"),
        (b"{}", "pas de champ nbformat"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "pas un notebook valide"),
        (b"[" * 100_000, "trop profond"),
        (b'{"nbformat": 99, "nbformat_minor": 0}', "pas un notebook valide"),
    ],
)
def test_a_file_that_is_no_notebook_is_unreadable_and_says_why(tmp_path, content, says) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=says):
        read_notebook(path)


def test_missing_files_folders_and_giants_are_unreadable(tmp_path, monkeypatch) -> None:
    with pytest.raises(Unreadable, match="n'existe pas"):
        read_notebook(tmp_path / "none.ipynb")
    with pytest.raises(Unreadable, match="n'est pas un fichier"):
        read_notebook(tmp_path)
    giant = tmp_path / "giant.ipynb"
    with giant.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(Unreadable, match="la limite est 64 Mo"):
        read_notebook(giant)


@anything
@given(st.binary(max_size=300))
def test_any_bytes_are_a_notebook_or_unreadable_and_nothing_else(tmp_path, content) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        read_notebook(path)


@anything
@given(cells=JSON, metadata=JSON, minor=st.integers(0, 6))
def test_any_json_is_a_notebook_or_unreadable_and_nothing_else(
    tmp_path, cells, metadata, minor
) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": minor, "cells": cells, "metadata": metadata})
    )
    with contextlib.suppress(Unreadable):
        assert nbformat.validate(read_notebook(path)) is None


def test_a_byte_order_mark_does_not_hurt(tmp_path, released) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(nbformat.writes(released), encoding="utf-8-sig")
    assert len(read_notebook(path).cells) == len(released.cells)
