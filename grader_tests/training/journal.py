"""What TensorBoard finds in event files."""

import tempfile
from pathlib import Path

from corrige.checks import translate as _


def scalars(files):
    """Return {tag: [(step, value), …]} for files given by name and content."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    assert isinstance(files, dict) and files, _(
        "no event file is in the folder: SummaryWriter(dossier) writes there, once it is closed"
    )
    found = {}
    for name in sorted(files):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "events.out.tfevents.0").write_bytes(bytes(files[name]))
            read = EventAccumulator(folder).Reload()
            for tag in read.Tags()["scalars"]:
                found.setdefault(tag, []).extend((e.step, e.value) for e in read.Scalars(tag))
    return {tag: sorted(points) for tag, points in found.items()}
