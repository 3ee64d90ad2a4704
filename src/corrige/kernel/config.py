"""The kernel's settings as traits, for `nbgrader_config.py` and kernelspecs."""

from __future__ import annotations

from traitlets import Bool, Dict, Float, Int, List, Unicode
from traitlets.config import Configurable

from corrige.kernel.limits import Limits

_DEFAULT = Limits()


class SandboxConfig(Configurable):
    """Limits of a sandboxed kernel, and what its fork server preloads."""

    cell_seconds = Float(
        _DEFAULT.cell_seconds, help="Wall-clock seconds that one cell may take."
    ).tag(config=True)
    notebook_seconds = Float(
        _DEFAULT.notebook_seconds, help="Wall-clock seconds that one kernel may live."
    ).tag(config=True)
    cpu_seconds = Float(
        _DEFAULT.cpu_seconds, help="Processor seconds of a kernel and all that it starts."
    ).tag(config=True)
    memory = Int(
        _DEFAULT.memory,
        help="Bytes of memory that a kernel and all it starts may hold, together.",
    ).tag(config=True)
    file_size = Int(_DEFAULT.file_size, help="Bytes of any one file it writes.").tag(config=True)
    scratch = Int(
        _DEFAULT.scratch,
        help="Bytes of its working folder, the copy of the submission included.",
    ).tag(config=True)
    processes = Int(_DEFAULT.processes, help="Processes and threads at one time.").tag(config=True)
    open_files = Int(_DEFAULT.open_files, help="Open files of each process.").tag(config=True)
    output = Int(
        _DEFAULT.output, help="Bytes of text, images and errors that a kernel may send."
    ).tag(config=True)
    threads = Int(
        _DEFAULT.threads,
        help="Compute threads of torch. With one, sums come out the same every time.",
    ).tag(config=True)
    seed = Int(
        None,
        allow_none=True,
        help="Seed of random, numpy and torch; None draws one for each kernel.",
    ).tag(config=True)
    env = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help="Environment variables for the kernel. Nothing of the grader's own goes in.",
    ).tag(config=True)
    preload = List(
        Unicode(),
        help="Further modules that the fork server imports before the first kernel.",
    ).tag(config=True)
    visible = List(
        Unicode(), help="Folders that every kernel may read: data sets, for example."
    ).tag(config=True)
    unsafe = Bool(
        False,
        help="Run without any sandbox. Only for work that you trust; reports say so loudly.",
    ).tag(config=True)

    def limits(self) -> Limits:
        """Return the limits as a value; ValueError where one is not positive."""
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})
