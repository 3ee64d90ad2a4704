"""The files beside a notebook, whatever a student put there."""

import os

from corrige.grading._files import copy_files


def test_ordinary_files_are_copied_and_notebooks_are_not(tmp_path) -> None:
    folder, target = tmp_path / "from", tmp_path / "to"
    (folder / "data").mkdir(parents=True)
    (folder / "__pycache__").mkdir()
    target.mkdir()
    for name in ("utils.py", "data/x.csv", "lab.ipynb", "__pycache__/utils.pyc"):
        (folder / name).write_text(name)
    assert copy_files(folder, target, 10_000) == []
    assert sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()) == [
        "data/x.csv",
        "utils.py",
    ]


def test_links_pipes_and_giants_are_left_out_and_told(tmp_path) -> None:
    folder, target = tmp_path / "from", tmp_path / "to"
    folder.mkdir()
    target.mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/etc/passwd")
    with (folder / "giant").open("wb") as file:
        file.truncate(2**30)
    (folder / "small").write_text("1")
    left_out = copy_files(folder, target, 10_000)
    assert [line.split(" ")[0] for line in left_out] == ["giant", "link", "pipe"]
    assert [path.name for path in target.iterdir()] == ["small"]
