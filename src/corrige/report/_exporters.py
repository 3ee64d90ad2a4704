"""Exporters for `nbgrader export --exporter …`."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Enum, Float, Unicode

from corrige.checks import speaking
from corrige.checks import translate as _
from corrige.course import CourseError
from corrige.report._read import read_class
from corrige.report._tables import wide_csv
from corrige.report._values import ClassResults, Student
from corrige.standing import State


class _Exporter(ExportPlugin):  # type: ignore[misc]
    def classes(self, gradebook: Gradebook) -> Iterator[ClassResults]:
        """Yield the results in each assignment that was asked for, or end with what to mend."""
        coursedir = self.parent.coursedir
        wanted = [str(name) for name in self.assignment]
        known = [row.name for row in gradebook.assignments]
        if unknown := sorted(set(wanted) - set(known)):
            self.parent.fail(f"the gradebook has no assignment {unknown[0]}; check the name")
        for name in sorted(wanted or known):
            students = [str(student) for student in self.student]
            try:
                yield read_class(gradebook, coursedir, name, students)
            except CourseError as error:
                self.parent.fail(str(error))


class ChecksExporter(_Exporter):
    """A row a student, a column a check; one file an assignment.

    With several assignments, the name of each is put before the suffix of `--to`.
    """

    def export(self, gradebook: Gradebook) -> None:
        found = list(self.classes(gradebook))
        path = Path(self.to or "checks.csv")
        for results in found:
            target = (
                path
                if len(found) == 1
                else path.with_name(f"{path.stem}-{results.assignment}{path.suffix}")
            )
            target.write_text(wide_csv(results), encoding="utf-8", newline="")
            self.log.info("Exported %s to %s", results.assignment, target)


class MoodleExporter(_Exporter):
    """A file for Moodle's grade import: a row a student, grade and feedback for each assignment.

    A grade stays empty, and Moodle leaves it as it is, where nothing was graded or where a person
    has not yet seen to what waits.
    """

    id_column = Unicode("ID number", help="Title of the column of student ids.").tag(config=True)
    email_column = Unicode("Email address", help="Title of the column of e-mails.").tag(config=True)
    delimiter = Enum([",", ";", "\t"], ",", help="Between columns.").tag(config=True)
    scale = Float(
        0.0, min=0.0, help="What full points become in Moodle, 20 say; 0 keeps the points."
    ).tag(config=True)
    provisional = Bool(
        False, help="Export grades of which a part still waits for a person as well."
    ).tag(config=True)
    feedback = Bool(True, help="Add the messages of failed checks.").tag(config=True)
    language = Enum(["fr", "en"], "fr", help="Language of the feedback.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        found = list(self.classes(gradebook))
        rows: dict[str, list[str]] = {}
        for results in found:
            waiting = sum(student.waits for student in results.graded)
            if waiting and not self.provisional:
                self.log.warning(
                    "%s: %d grades are left out, since a part of each waits for a person in "
                    "formgrader; --MoodleExporter.provisional=True exports them all the same",
                    results.assignment,
                    waiting,
                )
            for student in results.students:
                row = rows.setdefault(student.id, [student.id, student.email, student.name])
                row.extend(self._cells(student, results))
        header = [self.id_column, self.email_column, _NAME]
        for results in found:
            header.append(results.assignment)
            if self.feedback:
                header.append(f"{results.assignment} (feedback)")
        with Path(self.to or "moodle.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=self.delimiter, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows.values())
        self.log.info("Exported to %s", self.to or "moodle.csv")

    def _cells(self, student: Student, results: ClassResults) -> list[str]:
        grade = student.grade
        if grade is None or (student.waits and not self.provisional):
            return ["", ""] if self.feedback else [""]
        factor = self.scale / results.max_score if self.scale and results.max_score else 1.0
        points = f"{grade * factor:.10g}"
        return [points, self._told(student, results)] if self.feedback else [points]

    def _told(self, student: Student, results: ClassResults) -> str:
        """Return what failed; Moodle takes it for HTML."""
        with speaking(self.language):
            lines = [
                f"{check.name}: {result.message or _('not passed')}"
                for check in results.checks
                if (result := student.result(check)).state in (State.FAILED, State.PARTIAL)
            ]
            if student.penalty:
                lines.append(_("taken off for lateness: {points}").format(points=student.penalty))
        return "<br>".join(
            html.escape(" — ".join(line.splitlines()), quote=False) for line in lines
        )


_NAME = "Full name"

__all__ = ["ChecksExporter", "MoodleExporter"]
