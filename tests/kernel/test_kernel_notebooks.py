"""Notebooks in warm sandboxed kernels: like cold ones, but for the limits."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from corrige.kernel import ForkServer, KernelError, Limit, SandboxConfig, WarmKernelManager

Run = Callable[..., Any]

SAME = {
    "names that nobody imported": "np.zeros(3)",
    "torch that nobody imported": "torch.zeros(3)",
    "an import": "import torch, numpy as np\ntorch.arange(3), np.arange(3)",
    "a plot": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 3, 2]);",
    "a plot without a magic": "import matplotlib.pyplot as plt\nplt.bar([1, 2], [3, 4])\n"
    "plt.show()",
    "a shell command": "!echo $((1+1)); ls | head -3",
    "a cell magic": "%%bash\necho from bash\necho to stderr >&2",
    "a line magic": "%precision 3\n%pwd\nimport math\nmath.pi",
    "capture": "%%capture caught\nprint('hidden')",
    "captured": "caught.stdout",
    "a subprocess": "import subprocess, sys\n"
    "subprocess.run([sys.executable, '-c', 'print(6*7)'], capture_output=True).stdout",
    # The pause is for the cold kernel, whose watching thread may come after the cell's end.
    "text from C": "import os, time\nos.system('echo from a child')\nos.write(1, b'raw')\n"
    "time.sleep(1)",
    "a data loader": "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
    "data = TensorDataset(torch.arange(8.0))\n"
    "[b[0].tolist() for b in DataLoader(data, batch_size=3, num_workers=2)]",
    "shared tensors": "import torch.multiprocessing as mp\nq = mp.SimpleQueue()\n"
    "q.put(torch.arange(3)); q.get()",
    "a progress bar": "from tqdm.auto import tqdm\nsum(x for x in tqdm(range(3), disable=False))",
    "input": "input('name? ')",
    "rich display": "from IPython.display import HTML, display\n"
    "display(HTML('<b>x</b>'), {'a': 1})",
    "an error": "def f(): return 1 / 0\nf()",
    "a syntax error": "def f(:",
    "the main module": "import sys, __main__\n"
    "class A: pass\n(A.__module__, __main__.A is A, sys.modules['__main__'].__dict__ is globals())",
    "pickling what is defined here": "import pickle\npickle.loads(pickle.dumps(A)).__name__",
    "names in sight": "sorted(n for n in globals() if not n.startswith('_'))[:5]",
    "top-level await": "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')",
    "threads": "import threading\nt = threading.Thread(target=print, args=('from a thread',))\n"
    "t.start(); t.join()",
    "training": "torch.manual_seed(0)\nm = torch.nn.GRU(2, 3)\n"
    "o = torch.optim.Adam(m.parameters())\n"
    "l = m(torch.ones(4, 1, 2))[0].sum(); l.backward(); o.step()\nround(l.item(), 4)",
    "seeded numbers": "import random, numpy as np\nrandom.seed(1); np.random.seed(1)\n"
    "random.random(), np.random.rand().item()",
    "system": "import sys\nsys.version_info[:2], sys.argv[1], sys.path[0] if 0 else None",
}


def _shape(notebook: nbformat.NotebookNode) -> list[list[Any]]:
    """What a reader sees of the outputs, without what differs between any two runs."""
    shown = []
    for cell in notebook.cells:
        cell_shown: list[Any] = []
        for output in cell.outputs:
            if output.output_type == "stream":
                text = re.sub(r"\d+\.\d+(it/s|s/it)|\d\d:\d\d|\?it/s", "#", output.text)
                if cell_shown and cell_shown[-1][0] == output.name:
                    cell_shown[-1][1] += text
                else:
                    cell_shown.append([output.name, text])
            elif output.output_type == "error":
                cell_shown.append([output.ename, output.evalue])
            else:
                plain = re.sub(r"0x[0-9a-f]+", "#", output.data.get("text/plain", ""))
                cell_shown.append([sorted(output.data), plain])
        shown.append(cell_shown)
    return shown


def test_a_notebook_shows_the_same_as_in_a_cold_kernel(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With this variable in sight, a cold ipykernel does not capture what C code prints.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    (tmp_path / "data.csv").write_text("1,2\n")
    sources = [source for name, source in SAME.items() if name != "a line magic"]
    names = [name for name in SAME if name != "a line magic"]
    cold = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    NotebookClient(
        cold, kernel_name="python3", allow_errors=True, timeout=120,
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()  # fmt: skip
    warm = run(*sources, cwd=tmp_path).notebook
    for name, one, other in zip(names, _shape(cold), _shape(warm), strict=True):
        if name == "a progress bar":
            one, other = [[s for s, *_ in part] for part in (one, other)]
        assert other == one, name


def test_a_line_magic_works(run: Run) -> None:
    assert run(SAME["a line magic"]).text() == "3.142"


def test_the_same_seed_gives_the_same_numbers_and_is_recorded(run: Run) -> None:
    draw = "import random, numpy, torch\nrandom.random(), numpy.random.rand(), torch.rand(1).item()"
    first, again, other, unseeded = (run(draw, seed=seed) for seed in (5, 5, 6, None))
    assert first.text() == again.text() != other.text()
    assert first.seed == 5
    assert run(draw, seed=unseeded.seed).text() == unseeded.text()


def test_input_says_clearly_that_nobody_answers(run: Run) -> None:
    assert "does not support input" in run("input()").text()


def test_the_history_is_not_written_and_the_folder_is_a_copy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("given")
    ran = run(
        "print(open('data.txt').read()); open('data.txt', 'w').write('changed')",
        "get_ipython().history_manager.hist_file",
        cwd=tmp_path,
    )
    assert "given" in ran.text(0)
    assert ran.text(1) == "':memory:'"
    assert (tmp_path / "data.txt").read_text() == "given"
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.txt"]


def test_a_course_folder_is_never_copied_into_a_sandbox(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text("")
    (tmp_path / "solutions.txt").write_text("42")
    assert run("import os; os.listdir()", cwd=tmp_path).text() == "[]"


def test_a_submission_larger_than_the_limit_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(bytes(100_000))
    with pytest.raises(KernelError, match="raise the limit"):
        run("1", cwd=tmp_path, scratch=50_000)


def test_a_submission_with_links_and_pipes_leads_nowhere(
    run: Run, warm: ForkServer, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").symlink_to("/etc/shadow")
    assert run("open('elsewhere').read()", cwd=tmp_path).errors() == ["FileNotFoundError"]
    os.mkfifo(tmp_path / "pipe")
    before = set((warm.base / "s").iterdir())
    with pytest.raises(KernelError, match="cannot be copied"):
        run("1", cwd=tmp_path)
    assert set((warm.base / "s").iterdir()) == before


@pytest.mark.parametrize(
    ("source", "code", "number"),
    [
        ("import os; os._exit(3)", 3, None),
        ("import ctypes; ctypes.string_at(0)", None, signal.SIGSEGV),
        ("import os; os.abort()", None, signal.SIGABRT),
        ("import os; os.kill(os.getpid(), 9)", None, signal.SIGKILL),
    ],
)
def test_a_cell_that_kills_its_kernel_is_told_by_how(
    run: Run, source: str, code: int | None, number: int | None
) -> None:
    death = run("x = 1", source, "print('never')").death
    assert death is not None
    assert (death.code, death.signal, death.limit) == (code, number, None)


def test_endless_output_stops_at_the_limit(run: Run) -> None:
    death = run("while True: print('x' * 1000)", output=200_000).death
    assert death is not None
    assert death.limit is Limit.OUTPUT


def test_a_kernel_that_hides_its_output_from_its_own_count_is_stopped_too(run: Run) -> None:
    cheat = "get_ipython().kernel.session.most_bytes = 0"
    death = run(cheat, "while True: print('x' * 1000)", output=200_000).death
    assert death is not None
    assert death.limit is Limit.OUTPUT


def test_too_much_memory_is_an_error_in_the_cell(run: Run) -> None:
    ran = run("import torch\ntorch.ones(10 * 2**30, dtype=torch.uint8)", "1 + 1", memory=2**30)
    assert ran.errors() == ["RuntimeError"]
    assert ran.text() == "2"


def test_endless_computing_in_a_kernel_stops_at_the_limit(run: Run) -> None:
    death = run("while True: pass", cpu_seconds=2).death
    assert death is not None
    assert death.limit is Limit.CPU_SECONDS


def test_a_thread_that_goes_on_ends_with_its_kernel(run: Run) -> None:
    ran = run(
        "import threading, time\n"
        "def go():\n    while True: time.sleep(0.01)\n"
        "threading.Thread(target=go).start()",
        "threading.active_count() > 1",
    )
    assert ran.text() == "True"


def test_the_connection_sockets_cannot_be_replaced(run: Run) -> None:
    ran = run("import os\nprint(sorted(os.listdir('/run/kernel')))\nos.unlink('/run/kernel/k-1')")
    assert "k-1" in ran.text()
    assert ran.errors() == ["OSError"]


def test_a_kernel_can_be_interrupted_and_restarted(warm: ForkServer) -> None:
    import asyncio

    async def story() -> None:
        manager = WarmKernelManager(server=warm, settings=SandboxConfig())
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=30)
            client.execute("x = 1\nimport time\ntime.sleep(60)")
            await asyncio.sleep(0.5)
            await manager.interrupt_kernel()
            reply = await client.get_shell_msg(timeout=30)
            while reply["msg_type"] != "execute_reply":
                reply = await client.get_shell_msg(timeout=30)
            assert reply["content"]["ename"] == "KeyboardInterrupt"
            await manager.restart_kernel()
            await client.wait_for_ready(timeout=30)
            reply = await client.execute("x", reply=True, timeout=30)
            assert reply["content"]["ename"] == "NameError"
            assert not manager.unsafe
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)
        assert not await manager.is_alive()

    asyncio.run(story())


def test_the_layers_of_a_kernel_are_known_to_the_grader(run: Run, warm: ForkServer) -> None:
    with warm.spawn("corrige_targets:nothing") as child:
        assert {"namespaces", "private mounts", "network namespace", "seccomp"} <= set(child.layers)
        assert not child.unsafe


def test_one_enormous_message_never_reaches_the_notebook(run: Run) -> None:
    cheat = "get_ipython().kernel.session.most_bytes = 0"
    ran = run(
        cheat, "print('x' * 30_000_000, flush=True)", "import time; time.sleep(5)", output=200_000
    )
    assert ran.death.limit is Limit.OUTPUT
    assert len(str(ran.notebook)) < 1_000_000


def test_the_unsafe_mode_of_a_kernel_is_visible_to_the_grader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ForkServer(unsafe=True) as server:
        manager = WarmKernelManager(server=server, settings=SandboxConfig(memory=2**30))
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
        client = NotebookClient(book, km=manager, timeout=60)
        client.execute(cleanup_kc=True)
        assert book.cells[0].outputs[0].data["text/plain"] == "42"
        assert manager.unsafe
