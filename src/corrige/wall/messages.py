"""What the verifier says to the student, in the language that was chosen."""

from __future__ import annotations

from corrige.checks import translate


def N_(text: str) -> str:
    return text


_TEXTS = {
    "DIED": N_("your program stopped during this test, which could not be graded"),
    "SILENT": N_("your code did not answer in time, so this test could not be graded"),
    "PROTOCOL": N_("your program's answer makes no sense, so this test could not be graded"),
    "TIME_UP": N_("this test went over the time limit and could not be graded"),
    "UNCLEAR": N_("this test could not be graded automatically: a person will look at it"),
    "FAULT": N_("grading this test failed on our side; it will be graded again"),
    "NOT_MET": N_("what was asked for does not hold"),
    "RAISED": N_("your code raised an exception ({name})"),
    "RAISED_WITH": N_("your code raised an exception ({name}): {message}"),
    "NON_FINITE": N_("your code returned an infinite or undefined value (NaN)"),
    "BROKE": N_("the test could make nothing of what your code returned ({name})"),
    "UNDEFINED": N_("a name that was expected is not defined: {name}"),
    "PARTIAL": N_("a part of the points"),
}


def __getattr__(name: str) -> str:
    if name not in _TEXTS:
        raise AttributeError(name)
    return translate(_TEXTS[name])
