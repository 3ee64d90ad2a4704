"""Mutants: the reference solution with one mistake put in, made from its syntax tree."""

from corrige.authoring.proving.mutants._find import Mutant, mutants_of

__all__ = ["Mutant", "mutants_of"]
