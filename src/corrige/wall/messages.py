"""What the verifier says to the student, in the course's language."""

from __future__ import annotations

DIED = "Ton programme s'est arrêté pendant ce test : il n'a pas pu être noté."
SILENT = "Ton code n'a pas répondu dans le temps imparti : ce test n'a pas pu être noté."
PROTOCOL = "Ton programme a répondu de façon incompréhensible : ce test n'a pas pu être noté."
TIME_UP = "Ce test a dépassé le temps imparti : il n'a pas pu être noté."
UNCLEAR = "Ce test n'a pas pu être noté automatiquement : une personne va le regarder."
FAULT = "La correction de ce test a échoué de notre côté ; il sera corrigé à nouveau."
NOT_MET = "Ce qui est demandé n'est pas vérifié."
RAISED = "Ton code a levé une exception ({name})."
RAISED_WITH = "Ton code a levé une exception ({name}) : {message}"
NON_FINITE = "Ton code a renvoyé une valeur infinie ou indéfinie (NaN)."
BROKE = "Le test n'a pas pu utiliser le résultat de ton code ({name})."
UNDEFINED = "Un nom attendu n'est pas défini : {name}."
PARTIAL = "Une partie des points est obtenue."
