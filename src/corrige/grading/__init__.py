"""Grade a submission: read it, put the instructor's cells back, run it, judge each test cell."""

from corrige.grading._align import REMARKS, align
from corrige.grading._exporter import SubmissionExporter
from corrige.grading._grade import GradedNotebook, GradedSubmission, How, grade, printed, trial
from corrige.grading._hooks import warn_about_names
from corrige.grading._kept import Broke, Kept, NotOurs, kept_verdicts, read_kept
from corrige.grading._limits import Limits
from corrige.grading._outputs import error_output
from corrige.grading._preprocessors import VERDICTS, Align, CorrigeError, Grade, RecordVerdicts
from corrige.grading._read import Unreadable, read_notebook
from corrige.grading._runner import KernelFault
from corrige.grading._warm_up import warm_up
from corrige.grading.cells import is_hidden, without_hidden_tests

__all__ = [
    "REMARKS",
    "VERDICTS",
    "Align",
    "Broke",
    "CorrigeError",
    "Grade",
    "GradedNotebook",
    "GradedSubmission",
    "How",
    "Kept",
    "KernelFault",
    "Limits",
    "NotOurs",
    "RecordVerdicts",
    "SubmissionExporter",
    "Unreadable",
    "align",
    "error_output",
    "grade",
    "is_hidden",
    "kept_verdicts",
    "printed",
    "read_kept",
    "read_notebook",
    "trial",
    "warm_up",
    "warn_about_names",
    "without_hidden_tests",
]
