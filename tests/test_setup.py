"""What a new user and a new developer rely on."""

import os
import re
import tomllib

import yaml
from common import ROOT
from traitlets.config.loader import PyFileConfigLoader

import corrige
from corrige import checks

CONDA_NAMES = {"torch": "pytorch", "jupyter-client": "jupyter_client"}


def test_the_public_face_is_what_it_says() -> None:
    assert sorted(corrige.__all__) == [
        "Assignment",
        "Course",
        "CourseError",
        "Outcome",
        "Submission",
        "Verdict",
        "__version__",
    ]
    for module in (corrige, checks):
        assert all(hasattr(module, name) for name in module.__all__)


def test_environment_yml_is_the_twin_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {"python" + project["requires-python"], "pip"}
    for item in project["dependencies"] + project["optional-dependencies"]["dev"]:
        name = re.match(r"[\w-]+", item)[0]
        wanted.add(CONDA_NAMES.get(name, name) + item[len(name) :])
    twin = yaml.safe_load((ROOT / "environment.yml").read_text())
    by_pip = twin["dependencies"].pop()
    assert {*twin["dependencies"], *by_pip["pip"]} == wanted


def test_the_version_is_told_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == corrige.__version__


def test_ci_calls_the_test_command_of_the_readme() -> None:
    command = re.search(r"^(make test)\b", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert command is not None
    assert (ROOT / ".ci/run").read_text().rstrip().endswith(command[1])


def test_the_lock_pins_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements.lock").read_text().lower().replace("_", "-")
    locked = {line.partition("==")[0] for line in lock.splitlines() if "==" in line}
    needed = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert {re.match(r"[\w-]+", item)[0].lower() for item in needed} <= locked


def test_settings_that_a_server_reads_for_every_page_do_not_pile_up(monkeypatch) -> None:
    for variable in ("PATH", "PYTHONPATH"):
        monkeypatch.setenv(variable, os.environ.get(variable, ""))
    seen = []
    for _ in range(2):
        PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
        seen.append((os.environ["PATH"], os.environ["PYTHONPATH"]))
    assert seen[0] == seen[1]
    assert seen[0][1].split(os.pathsep)[0] == str(ROOT)
