"""Imports that make the first cells of a notebook fast. For the fork server alone.

These are the modules that a kernel turned out to load late: while it started, at its first
plot, its first `!cmd`, its first exception, its first optimizer (which pulls in torch._dynamo).
They are private parts of other packages and come and go with versions, so a missing one is fine.
"""

from __future__ import annotations

import contextlib
import importlib

_LATE = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.magics.execution",
    "IPython.core.magics.pylab",
    "IPython.extensions.storemagic",
    "IPython.utils.module_paths",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
    "_sqlite3",
    "cProfile",
    "encodings.idna",
    "encodings.latin_1",
    "executing.executing",
    "faulthandler",
    "http.server",
    "ipykernel.debugger",
    "mimetypes",
    "multiprocessing.popen_fork",
    "multiprocessing.queues",
    "multiprocessing.synchronize",
    "numpy.fft",
    "pdb",
    "pexpect",
    "pydoc",
    "pygments.formatters.terminal256",
    "sqlite3.dbapi2",
    "stack_data",
    "statistics",
    "torch._dynamo",
    "symtable",
    "torch._decomp.decompositions_for_rng",
    "torch._subclasses.schema_check_mode",
    "torch.cuda._pin_memory_utils",
    "torch.profiler._cupti_monitor",
    "torch.utils._device",
    "tornado.platform.asyncio",
    "tornado.queues",
)

for _name in _LATE:
    with contextlib.suppress(ImportError):
        importlib.import_module(_name)
