"""The kernel that grading drives over its own socket shows what a notebook's kernel shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from corrige.grading._kernel import StudentKernel
from corrige.grading._runner import Ending
from corrige.grading._walled import server
from corrige.kernel import SandboxConfig

CELLS = {
    "a value": "x = 20 + 1; x",
    "prints on both streams": "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')",
    "an error after a print": "print('before')\n1 / 0",
    "a syntax error": "def f(:",
    "names of earlier cells": "x + In.__len__() * 0",
    "the value before last": "_",
    "a display and its update": "from IPython.display import display\n"
    "h = display('one', display_id=True)\nprint('between')\nh.update('two')",
    "cleared output": "from IPython.display import clear_output\n"
    "print('gone')\nclear_output()\nprint('kept')",
    "html": "from IPython.display import HTML\nHTML('<b>x</b>')",
    "a plot": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
    "a plot without show": "plt.plot([1, 2]);",
    "a shell command": "!echo from a shell",
    "a cell magic": "%%bash\necho from bash",
    # The pause is for the ordinary kernel, whose watching thread may come after the cell's end.
    "output past sys.stdout": "import os, time\n_ = os.system('echo from a process')\n"
    "time.sleep(1)",
    "a top-level await": "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
    "a warning": "import warnings\nwarnings.warn('careful')",
    "input": "input()",
    "sys.exit": "sys.exit(3)",
    "a thread": "import threading\nt = threading.Thread(target=print, args=('thread',))\n"
    "t.start(); t.join()",
    "workers of a data loader": "import torch\nfrom torch.utils.data import DataLoader\n"
    "print([b.tolist() for b in DataLoader(torch.arange(4), num_workers=2)])",
    "where the code is": "print(__name__, get_ipython().kernel is not None,"
    " 'IPKernelApp' in get_ipython().config)",
    "a class that pickles": "import pickle\nclass A: pass\ntype(pickle.loads(pickle.dumps(A())))",
    "half a surrogate pair": r"print('\ud800'.encode('utf-8', 'replace'))",
}


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[StudentKernel]:
    made = StudentKernel(tmp_path, server(), SandboxConfig(), output=100_000)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def in_a_notebook(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NotebookNode]:
    """The same cells, run by nbclient in an ordinary kernel."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS.values()])
    folder = str(tmp_path_factory.mktemp("cold"))
    client = NotebookClient(
        notebook, allow_errors=True, timeout=120, resources={"metadata": {"path": folder}}
    )
    with pytest.MonkeyPatch.context() as patch:
        # ipykernel watches file descriptors everywhere but under pytest.
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        client.execute()
    return dict(zip(CELLS, notebook.cells, strict=True))


def _plain(outputs: list[NotebookNode]) -> list[Any]:
    """Return what matters of outputs: text by stream, data by type, errors by name and message."""
    found: list[Any] = []
    streams: dict[str, str] = {}
    for output in outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        elif output.output_type == "error":
            found.append(("error", output.ename, output.evalue, len(output.traceback) > 0))
        else:
            text = output.data.get("text/plain", "")
            found.append((output.output_type, sorted(output.data), text))
    where = r"(/\S*|<)ipykernel_\d+/\d+\.py"
    return [*found, *sorted((name, re.sub(where, "CELL", text)) for name, text in streams.items())]


def test_cells_show_what_they_show_in_a_notebook(
    kernel: StudentKernel, in_a_notebook: dict[str, NotebookNode]
) -> None:
    for name, source in CELLS.items():
        cell = new_code_cell(source)
        ran = kernel.run(cell, 60)
        assert not ran.broke_kernel, name
        expected = in_a_notebook[name]
        assert _plain(cell.outputs) == _plain(expected.outputs), name
        assert cell.execution_count == expected.execution_count, name
        failed = any(output.output_type == "error" for output in expected.outputs)
        assert ran.ending is (Ending.ERROR if failed else Ending.DONE), name


def test_what_is_not_to_be_shown_leaves_the_cell_as_it_is(kernel: StudentKernel) -> None:
    cell = new_code_cell("print('x'); 7")
    assert kernel.run(cell, 20, show=False).ending is Ending.DONE
    assert cell.outputs == [] and cell.execution_count is None


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ("import os; os._exit(0)", Ending.DEATH),
        ("exit()", Ending.DEATH),
        ("while True: pass", Ending.TIMEOUT),
        ("while True: print('again')", Ending.OUTPUT),
        ("import os\nwhile True: os.write(100, b'x')", Ending.ERROR),
        ("import sys\nfor fd in range(3, 200):\n  try: __import__('os').close(fd)\n"
         "  except OSError: pass", Ending.DEATH),
        ("import os\nfor fd in range(3, 200):\n  try: os.write(fd, b'\\xff' * 64)\n"
         "  except OSError: pass", Ending.DEATH),
    ],
    ids=["os._exit", "exit", "endless", "flood", "another socket", "closed", "garbage"],
)  # fmt: skip
def test_a_kernel_that_breaks_is_stopped_and_another_starts(
    kernel: StudentKernel, source: str, ending: Ending
) -> None:
    ran = kernel.run(new_code_cell(source), 3)
    assert ran.ending is ending
    assert kernel.running is not ran.broke_kernel
    if not kernel.running:
        kernel.start()
    cell = new_code_cell("1 + 1")
    assert kernel.run(cell, 20).ending is Ending.DONE
    assert cell.outputs[0].data["text/plain"] == "2"


def test_a_kernel_comes_back_from_an_interrupt_with_what_it_knew(kernel: StudentKernel) -> None:
    kernel.run(new_code_cell("y = 5"), 20)
    assert kernel.interrupt()
    cell = new_code_cell("y")
    kernel.run(cell, 20)
    assert cell.outputs[0].data["text/plain"] == "5"


def test_what_a_kernel_writes_to_its_folder_goes_with_it(
    kernel: StudentKernel, tmp_path: Path
) -> None:
    kernel.run(new_code_cell("open('note.txt', 'w').write('x')"), 20)
    assert list(tmp_path.iterdir()) == []
    kernel.start()
    cell = new_code_cell("import os; os.listdir()")
    kernel.run(cell, 20)
    assert cell.outputs[0].data["text/plain"] == "[]"
