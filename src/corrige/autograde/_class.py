"""Whom there is to grade: the course's configuration and the submissions in it."""

from __future__ import annotations

import contextlib
import difflib
import glob
import inspect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.apps.autogradeapp import AutogradeApp
from traitlets import TraitError

from corrige.autograde._inputs import digest_of_inputs, versions
from corrige.autograde._steps import Steps, configured_class
from corrige.course import Course
from corrige.gradebook import AssignmentKey, Handed, NotRecorded, digest_of
from corrige.grading import How
from corrige.kernel import SandboxConfig


class AutogradeError(Exception):
    """The command cannot begin; the text says what to do."""


def configured_how(course: Course, assignment: str, *, unsafe: bool = False) -> How:
    """Return how nbgrader_config.py says that submissions are graded.

    Raises AutogradeError where it cannot be used.
    """
    return Class(course, Chosen(assignment, unsafe=unsafe)).steps.grade().how()


@dataclass(frozen=True)
class Chosen:
    """What of the class is to be graded.

    students: patterns of names, notebook: a pattern of notebook names; empty: all, or what the
        configuration says.
    settings: further settings as on nbgrader's command line, `--Class.trait=value`.
    """

    assignment: str
    students: tuple[str, ...] = ()
    notebook: str = ""
    create: bool = False
    unsafe: bool = False
    settings: tuple[str, ...] = ()


class Class:
    """The submissions for one assignment, and how nbgrader is configured to grade them.

    Raises AutogradeError where the configuration cannot be used.
    """

    def __init__(self, course: Course, chosen: Chosen) -> None:
        self.chosen = chosen
        self.config = _config(course, chosen)
        try:
            self.steps = Steps.from_config(str(course.root), chosen.assignment, self.config)
            self.steps.grade().how()
            self.steps.late_step()
        except (TraitError, ImportError, AttributeError) as error:
            raise AutogradeError(_UNUSABLE.format(error)) from error
        if not self.steps.grades_in_sandbox():
            raise AutogradeError(
                "c.Autograde.autograde_preprocessors in nbgrader_config.py does not hold "
                "corrige.grading.Grade: add it in the place of nbgrader's Execute, or use "
                "nbgrader autograde"
            )
        self.coursedir = self.steps.coursedir
        self.root = Path(self.coursedir.root)
        self.notebook = chosen.notebook or str(self.coursedir.notebook_id)

    @property
    def autograded(self) -> Path:
        """The folder that holds all autograded ones."""
        return self.root / str(self.coursedir.autograded_directory)

    @property
    def submitted(self) -> Path:
        """The folder that holds all submitted ones."""
        return self.root / str(self.coursedir.submitted_directory)

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """The folders that grading depends on beside the submission."""
        steps = (self.coursedir.source_directory, self.coursedir.release_directory)
        return (
            *(Path(self.coursedir.format_path(s, ".", self.chosen.assignment)) for s in steps),
            self.root / "grader_tests",
        )

    def submissions(self, key: AssignmentKey) -> list[Found]:
        """Return what was handed in, in the order of students.

        Raises AutogradeError where nothing was, or nothing by a student who was asked for.
        """
        found: dict[str, Found] = {}
        excluded = set(self.coursedir.student_id_exclude.split(","))
        for pattern in self.chosen.students or (self.coursedir.student_id,):
            matched = [one for one in self._matching(pattern, key) if one.student not in excluded]
            if not matched and pattern not in excluded:
                raise AutogradeError(self._nobody(pattern))
            found.update((one.student, one) for one in matched)
        return [found[student] for student in sorted(found)]

    def _matching(self, pattern: str, key: AssignmentKey) -> list[Found]:
        return [self.found(*one, key) for one in self.folders(pattern).items()]

    def folders(self, pattern: str = "*") -> dict[str, Path]:
        """Return the folders that were handed in, by student; `pattern`: of students' names."""
        assignment = self.chosen.assignment
        where = self.coursedir.format_path(self.coursedir.submitted_directory, pattern, assignment)
        named = re.compile(self.steps._format_source(re.escape(assignment), "(?P<id>.*)", True))
        found = {}
        for folder in _glob(where):
            match = named.fullmatch(folder)
            if match is not None and Path(folder).is_dir():
                found[match["id"]] = Path(folder)
        return found

    def found(self, student: str, folder: Path, key: AssignmentKey) -> Found:
        """Return what lies in a submission's folder at this moment."""
        place = self.coursedir.format_path(
            self.coursedir.autograded_directory, student, self.chosen.assignment
        )
        pattern = f"{glob.escape(str(folder))}/{self.notebook}.ipynb"
        return Found(
            student=student,
            folder=folder,
            place=Path(place),
            files=tuple(_glob(pattern)),
            known=tuple(notebook.name for notebook in key.notebooks),
        )

    def handed(self, found: Found) -> Handed:
        """Return the submission as it lies there now.

        Raises NotRecorded where its time stamp cannot be read.
        """
        try:
            timestamp = self.coursedir.get_existing_timestamp(str(found.folder))
        except (ValueError, AttributeError, OverflowError) as error:
            # nbgrader means to say so itself, with a method that CourseDirectory lacks.
            raise NotRecorded(
                f"{found.folder / 'timestamp.txt'} holds no time, such as "
                "2026-10-15 18:00:00 UTC: mend it, or remove the file"
            ) from error
        except OSError as error:
            raise NotRecorded(f"{error.filename}: {error.strerror}; check the file") from error
        return Handed(
            student=found.student,
            folder=found.folder,
            place=found.place,
            selected=found.selected,
            missing=found.missing(),
            timestamp=timestamp,
            whole=self.notebook == "*",
        )

    def inputs(self, key: AssignmentKey) -> str:
        """Return a digest of all that grading depends on beside the submission."""
        return digest_of(
            digest_of_inputs(self.own_folders),
            repr(key),
            self._settings(),
            " ".join(versions().values()),
        )

    def _settings(self) -> str:
        """Return the configuration of the classes at work, and the code of the course's own."""
        steps = self.steps
        classes = [
            type(steps),
            type(steps.exporter),
            *map(configured_class, steps.sanitize_preprocessors),
            *map(configured_class, steps.autograde_preprocessors),
            SandboxConfig,
            type(steps.late_step().plugin_inst),
        ]
        names = {parent.__name__ for one in classes for parent in one.__mro__}
        own = [
            inspect.getsourcefile(one) or ""
            for one in classes
            if one.__module__.split(".")[0] not in ("corrige", "nbgrader", "nbconvert")
        ]
        kept = {
            section: {
                name: value for name, value in sorted(values.items()) if name not in _WITHOUT_EFFECT
            }
            for section, values in sorted(self.config.items())
            if section in names
        }
        kept["CourseDirectory"] = {
            "ignore": self.coursedir.ignore,
            "groupshared": self.coursedir.groupshared,
        }
        return digest_of(
            json.dumps(kept, default=_stable, sort_keys=True),
            *(Path(path).read_bytes() for path in sorted(set(own)) if path),
        )

    def _nobody(self, pattern: str) -> str:
        assignment = self.chosen.assignment
        where = self.coursedir.format_path(self.coursedir.submitted_directory, pattern, assignment)
        others = _glob(
            self.coursedir.format_path(self.coursedir.submitted_directory, pattern, "*")
        ) or _glob(self.coursedir.format_path(self.coursedir.submitted_directory, "*", assignment))
        told = f"nothing was handed in at {where}"
        if likely := difflib.get_close_matches(where, others, 1, cutoff=0):
            told += f"; did you mean {likely[0]}?"
        return told


@dataclass(frozen=True)
class Found:
    """A folder that was handed in.

    files: its notebooks that were asked for. known: the names of the assignment's notebooks.
    """

    student: str
    folder: Path
    place: Path
    files: tuple[str, ...]
    known: tuple[str, ...]

    @property
    def selected(self) -> tuple[str, ...]:
        return tuple(name for file in self.files if (name := Path(file).stem) in self.known)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of files that are no notebook of the assignment."""
        return tuple(Path(f).name for f in self.files if Path(f).stem not in self.known)

    def nothing_there(self, pattern: str) -> str:
        """Say that there is no notebook; `pattern`: of the names that were asked for."""
        return f"no notebook at {self.folder / f'{pattern}.ipynb'}; ask the student for it"

    def misnamed(self) -> str:
        """Say that no notebook has the name of one of the assignment's."""
        names = " or ".join(f"{name}.ipynb" for name in self.known)
        return (
            f"{self.folder} holds no notebook named {names}, but "
            f"{', '.join(self.unknown)}; nothing can be graded until it is renamed"
        )

    def missing(self) -> frozenset[str]:
        return frozenset(n for n in self.known if not (self.folder / f"{n}.ipynb").exists())


def _config(course: Course, chosen: Chosen) -> dict[str, Any]:
    app = AutogradeApp()
    try:
        app.parse_command_line(list(chosen.settings))
        said = app.cli_config
        # nbgrader reads it where it is called: here that may be a folder below.
        with contextlib.chdir(course.root):
            app.load_config_file()
        app.update_config(said)
    except Exception as error:
        raise AutogradeError(_UNUSABLE.format(error)) from error
    if chosen.create:
        app.config.Autograde.create_student = True
    if chosen.unsafe:
        app.config.Grade.unsafe_no_sandbox = True
    config = {name: dict(values) for name, values in app.config.items() if values}
    config.pop("AutogradeApp", None)
    return config


def _glob(pattern: str) -> list[str]:
    """Return the paths that match, as nbgrader finds them: `*` passes over hidden names, unlike
    that of pathlib."""
    return sorted(glob.glob(pattern))  # noqa: PTH207


def _stable(value: object) -> str:
    """Return a text for a setting that is the same in the next run: no addresses."""
    if callable(value):
        return f"{value.__module__}.{getattr(value, '__qualname__', type(value).__qualname__)}"
    return repr(value)


def without_hooks(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration that workers need: hooks run beside the writer."""
    return {
        section: {name: value for name, value in values.items() if not name.endswith("_hook")}
        for section, values in config.items()
    }


_UNUSABLE = "nbgrader_config.py or a setting cannot be used: {}"
_WITHOUT_EFFECT = frozenset({"force", "create_student", "pre_convert_hook", "post_convert_hook"})
