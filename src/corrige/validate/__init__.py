"""Run a notebook's own tests where it lies, before it is handed in."""

from corrige.validate._run import NotValidated, Validated, validate
from corrige.validate._show import as_json, show

__all__ = ["NotValidated", "Validated", "as_json", "show", "validate"]
