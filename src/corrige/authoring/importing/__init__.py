"""Turn a notebook written for another tool into an nbgrader source notebook."""

from corrige.authoring.importing._import import Imported, import_notebook
from corrige.authoring.importing._markers import CORRECTION, Marker
from corrige.authoring.importing._problems import ImportRefused, Note
from corrige.authoring.importing._report import Region, Report, Test

__all__ = [
    "CORRECTION",
    "ImportRefused",
    "Imported",
    "Marker",
    "Note",
    "Region",
    "Report",
    "Test",
    "import_notebook",
]
