"""The hidden checks, one package an assignment; students never get them."""

from pathlib import Path

from corrige.checks import use_catalog

use_catalog("grader_tests", Path(__file__).parent / "locale")
