"""Record graded submissions: rows of nbgrader's gradebook and the autograded folder, by one writer.

Nothing here grades; what is recorded comes as plain values.
"""

from corrige.gradebook._fingerprint import digest_of, digest_of_file, digest_of_folder
from corrige.gradebook._key import AssignmentKey, KeptCell, NotebookKey, read_key
from corrige.gradebook._store import Store
from corrige.gradebook._stored import (
    StoredCell,
    StoredNotebook,
    StoredSubmission,
    read_stored,
    read_students,
    seconds_late,
)
from corrige.gradebook._tree import Autograded, Layout, lay_out
from corrige.gradebook._values import (
    Changed,
    Handed,
    NotebookRecord,
    NotRecorded,
    RecordError,
    SubmissionRecord,
)
from corrige.gradebook._writer import Writer

__all__ = [
    "AssignmentKey",
    "Autograded",
    "Changed",
    "Handed",
    "KeptCell",
    "Layout",
    "NotRecorded",
    "NotebookKey",
    "NotebookRecord",
    "RecordError",
    "Store",
    "StoredCell",
    "StoredNotebook",
    "StoredSubmission",
    "SubmissionRecord",
    "Writer",
    "digest_of",
    "digest_of_file",
    "digest_of_folder",
    "lay_out",
    "read_key",
    "read_stored",
    "read_students",
    "seconds_late",
]
