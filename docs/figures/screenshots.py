"""Take the screens that the documentation shows from those that the browser's tests kept.

python docs/figures/screenshots.py FROM TO
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

SHOWN = (
    "formgrader-assignments",
    "formgrader-autograded",
    "formgrader-manual",
    "student-assignment-list",
    "student-validate",
    "student-notebook",
    "student-feedback",
)
COLOURS = 256


def main(kept: Path, shown: Path) -> None:
    shown.mkdir(parents=True, exist_ok=True)
    for name in SHOWN:
        (found,) = kept.glob(f"[0-9]*-{name}.png")
        with Image.open(found) as image:
            small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(shown / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
