"""nbgrader's configuration for this course: each setting that corrige changes, and why."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  (traitlets defines it)
course = Path(__file__).resolve().parent

# Where the course lies, also for a formgrader that was started elsewhere.
c.CourseDirectory.root = str(course)
c.CourseDirectory.course_id = "rnn"


def find_first(folder, variable):
    """Put `folder` in front, once: JupyterLab's server reads this file anew for every page."""
    others = [f for f in os.environ.get(variable, "").split(os.pathsep) if f not in ("", folder)]
    os.environ[variable] = os.pathsep.join([folder, *others])


# nbgrader makes the gradebook with `alembic`, which it calls by name: found also where the
# environment is used without being activated.
find_first(str(Path(sys.executable).parent), "PATH")

# Hidden cells import their check from grader_tests/, which lies beside this file. Needed only where
# nbgrader itself runs a notebook with its tests in it (nbgrader validate on the instructor's, or
# without the settings below); sandboxes never see this folder.
find_first(str(course), "PYTHONPATH")

# What students find where they have to write: in French, like the course.
c.ClearSolutions.code_stub = {"python": "# VOTRE CODE ICI\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "VOTRE RÉPONSE ICI"

# Submissions come as they are: not JSON, an old format, cells deleted or doubled, metadata edited.
# The exporter reads what can be read and hands on what is wrong with the rest; Align puts the
# instructor's cells back in their places. Without these two, such a submission gets no grade at
# all, and an old metadata schema in one of them stops the whole class.
c.Autograde.exporter_class = "corrige.grading.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "corrige.grading.Align",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grade runs the cells in place of nbgrader's Execute: the student's in a sandboxed kernel, the
# tests behind a wall in a process of their own. A warning costs no points, a dead kernel costs only
# what depends on it, and there is always one verdict a test cell. RecordVerdicts flags for a person
# what could not be graded. Without a sandbox (corrige doctor says why) nothing is graded, unless
# you ask for it: nbgrader autograde … --Grade.unsafe_no_sandbox=True
c.Autograde.autograde_preprocessors = [
    "corrige.grading.Grade",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "corrige.grading.RecordVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Where nbgrader runs a notebook itself (nbgrader validate, the Validate button in JupyterLab), its
# kernel takes stderr for ordinary output: nbgrader fails a test cell for any stderr, and so for a
# mere warning, which autograde does not. Students' own nbgrader_config.py wants this line as well.
c.Execute.extra_arguments = ["--IPKernelApp.exec_lines=__import__('sys').stderr.name = 'stdout'"]

# What students get to read: points and what failed checks mean, question by question, then their
# notebook; nothing of a hidden test but its points and its message, and nothing that a browser
# would run or load.
c.GenerateFeedback.exporter_class = "corrige.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "corrige.feedback.StudentsView",
    "corrige.feedback.ReadGrades",
]

# In formgrader too, no HTML of a student's runs.
c.HTMLExporter.preprocessors = ["nbconvert.preprocessors.sanitize.SanitizeHTML"]
c.SanitizeHTML.enabled = True

# Says in words which submissions hold no notebook of the expected name.
c.Autograde.pre_convert_hook = "corrige.grading.warn_about_names"

# Time limits, seconds: a cell of the student's, a test cell, and a whole notebook.
c.Grade.timeout = 30
c.Grade.test_timeout = 15
c.Grade.notebook_timeout = 600

# Limits of each sandbox; see `corrige doctor` for what this machine can enforce.
c.SandboxConfig.memory = 4 * 2**30
c.SandboxConfig.cpu_seconds = 600
c.SandboxConfig.processes = 256
c.SandboxConfig.file_size = 256 * 2**20

# The language of what students read from checks ("fr" or "en").
c.Grade.language = "fr"

# Enters the seed of every check's inputs. Change it each year, and keep it from students.
c.Grade.salt = "corrige"
