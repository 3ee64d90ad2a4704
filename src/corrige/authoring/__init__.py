"""What authors do: import a notebook, start an assignment, keep known right and wrong solutions."""

from corrige.authoring._bank import BankEntry, BankError, read_bank
from corrige.authoring._compose import compose, reference_text
from corrige.authoring._scaffold import new_assignment
from corrige.authoring.importing import ImportRefused, Marker, import_notebook

__all__ = [
    "BankEntry",
    "BankError",
    "ImportRefused",
    "Marker",
    "compose",
    "import_notebook",
    "new_assignment",
    "read_bank",
    "reference_text",
]
