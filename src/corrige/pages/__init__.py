"""What all pages share: one frame that needs no script and no network, words, marks, numbers."""

from corrige.pages._environment import environment
from corrige.pages._words import COLOURS, SYMBOLS, number, share, state_words

__all__ = ["COLOURS", "SYMBOLS", "environment", "number", "share", "state_words"]
