"""What authors keep beside a notebook: its bank of known right and wrong solutions."""

from corrige.authoring._bank import BankEntry, BankError, read_bank
from corrige.authoring._compose import compose, reference_text

__all__ = ["BankEntry", "BankError", "compose", "read_bank", "reference_text"]
