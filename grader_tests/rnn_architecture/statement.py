"""What the statement shows and checks have to know."""

from corrige.checks import Sizes

SHOWN = Sizes(T=23, B=10, D=100, H=50, C=2)
"""The sizes of its examples."""
