"""Templates: those of one package, in the frame that all share."""

from __future__ import annotations

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from corrige.checks import language
from corrige.checks import translate as _
from corrige.pages._words import COLOURS, SYMBOLS, number, share, state_words
from corrige.standing import State


def environment(package: str) -> Environment:
    """Return what renders the templates of `package`; all that is put into them is escaped."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("corrige.pages")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        _=_, language=language, states=list(State), symbols=SYMBOLS, colours=COLOURS
    )
    made.filters.update(num=number, share=share, state=state_words)
    return made
