"""Submissions that try to get points they do not deserve, to read tests, or to write elsewhere.

Each is a wrong solution (a network whose state is not carried, where nothing else is said) and
something that would make the tests pass, and must get exactly what the wrong solution deserves.
`{course}` in code stands for the path of the course, which an attacker may well know.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.utils import compute_checksum

from corrige.authoring import BankEntry, compose
from corrige.grading.cells import grade_id, is_test

FOUND = "BUTIN"
"""What attacks print before what they find."""

CANARY = "canari_des_tests_caches"
"""Planted in the hidden checks: whoever reads them reads this."""

INPUT = "ENTREE"
"""What attacks print before an input of a hidden check."""

NOT_RECURRENT = "wrong_rnn_v2_not_recurrent"

Edit = Callable[[NotebookNode], None]


@dataclass(frozen=True)
class Attack:
    """One submission.

    Attributes
    ----------
    first, last: code of cells added at the start and the end.
    cells: solutions by grade id, over those of `base`.
    base: the entry of the bank that the honest part is; "" for the right solutions.
    loses: test cells the honest part does not deserve; None for what `base` loses. A name that
        ends in * stands for all that begin so.
    edit: what is done to the notebook before it is handed in.
    contained: whether it may run outside a sandbox, in a copy of the course that is thrown away.
    """

    first: str = ""
    last: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    base: str = NOT_RECURRENT
    loses: frozenset[str] | None = None
    edit: Edit | None = None
    contained: bool = True

    def deserved(self, bank: Mapping[str, BankEntry], points: Mapping[str, float]) -> set[str]:
        """Return the test cells whose points the honest part deserves."""
        lost = self.loses
        if lost is None:
            lost = bank[self.base].loses if self.base else frozenset()
        stems = tuple(name[:-1] for name in lost if name.endswith("*"))
        return {name for name in points if name not in lost and not (name.startswith(stems))}

    def notebook(
        self,
        released: NotebookNode,
        reference: Mapping[str, str],
        bank: Mapping[str, BankEntry],
        course: str,
    ) -> NotebookNode:
        cells = bank[self.base].cells if self.base else {}
        written = compose(released, {**reference, **cells, **self.cells})
        if self.first:
            written.cells.insert(0, new_code_cell(self.first.replace("{course}", course)))
        if self.last:
            written.cells.append(new_code_cell(self.last.replace("{course}", course)))
        if self.edit is not None:
            self.edit(written)
        return written


def _v2(forward: str, before: str = "") -> str:
    body = "".join(f"        {line}\n" for line in forward.strip().splitlines())
    return f"""{before}
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)

    def wrong(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        allh = torch.tanh(self.i2h(input) + self.h2h(hidden))
        return self.softmax(self.h2o(allh[-1])), allh

    def right(self, input, hidden=None, cut=lambda h: h):
        hidden = self.initHidden() if hidden is None else hidden
        allh = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(cut(hidden)))
            allh.append(hidden)
        return self.softmax(self.h2o(hidden)), torch.stack(allh)

    def forward(self, input, hidden=None):
{body}"""


FAKE = """
class Faux(torch.autograd.Function):
    @staticmethod
    def forward(ctx, value, *things):
        ctx.save_for_backward(*things)
        return value.clone()

    @staticmethod
    def backward(ctx, grad):
        return grad, *(torch.full_like(t, 0.01) for t in ctx.saved_tensors)
"""

V2_HIDDEN = frozenset({"rnn_v2_test_*"})
EVERYTHING = frozenset({"*"})


def _tests(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if is_test(cell)]


def _points(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.metadata.nbgrader["points"] = 50


def _no_longer_tests(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.metadata.nbgrader.update(solution=True, locked=False)
        cell.source = "pass"
        cell.metadata.nbgrader["checksum"] = compute_checksum(cell)


def _rewritten(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.source = "100"
        cell.metadata.nbgrader["checksum"] = compute_checksum(cell)


def _doubled(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        twin = copy.deepcopy(cell)
        twin.id, twin.source = f"{cell.id}x", "pass"
        notebook.cells.append(twin)


def _deleted(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if not is_test(cell)]


def _invented(notebook: NotebookNode) -> None:
    twin = copy.deepcopy(_tests(notebook)[0])
    twin.id, twin.source = "bonus", "pass"
    twin.metadata.nbgrader.update(grade_id="bonus", points=100)
    notebook.cells.append(twin)
    notebook.metadata["corrige"] = {"notes": [], "unreadable": None, "unsafe": True}
    notebook.metadata["corrige_verdicts"] = [{"cell": "bonus", "points": 100}]


def _outputs(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.execution_count = 1
        cell.outputs = [
            NotebookNode(
                output_type="execute_result",
                data={"text/plain": "50.0"},
                metadata={},
                execution_count=1,
            )
        ]


def _unplaced(notebook: NotebookNode) -> None:
    """The solution comes in a cell of the tests, the tests in one of the solution."""
    named = {grade_id(cell): cell for cell in notebook.cells}
    one, other = named["rnn_v2"], named["rnn_v2_test_state_is_carried"]
    one.metadata, other.metadata = other.metadata, one.metadata


_LIAR = """
class Menteur(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func in (torch.allclose, torch.equal, torch.Tensor.allclose, torch.Tensor.equal):
            return True
        if func is torch.Tensor.item:
            return 1.0
        return super().__torch_function__(func, types, args, kwargs or {})
"""

_DISPATCHED = """
from torch.utils._mode_utils import no_dispatch
class Aiguilleur(torch.Tensor):
    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        if "local_scalar" in str(func):
            return 1.0
        if "equal" in str(func) or "allclose" in str(func):
            return True
        with no_dispatch():
            return func(*args, **(kwargs or {}))
"""

_SEARCH = f"""
import os
def fouille(*places):
    for place in places:
        for folder, _, names in os.walk(place):
            for name in names:
                path = os.path.join(folder, name)
                if "site-packages" in path:
                    continue
                if "grader_tests" in path or name.startswith("test_rnn") or name == "gradebook.db":
                    try:
                        print("{FOUND}", path, open(path, errors="replace").read()[:400])
                    except OSError:
                        pass
"""

ATTACKS = {
    # The shell.
    "ast_transformer": Attack("""
import ast
class Sans(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Expr(self, node):
        called = getattr(getattr(node.value, "func", None), "id", "")
        return ast.Pass() if called.startswith("test_") else node
get_ipython().ast_transformers.append(Sans())
"""),
    "input_transformer": Attack("""
get_ipython().input_transformers_cleanup.append(
    lambda lines: ["pass\\n"] if any("grader_tests" in line for line in lines) else lines)
"""),
    "run_cell_async": Attack("""
ip = get_ipython(); avant = ip.run_cell_async
async def run_cell_async(raw_cell, *args, **kwargs):
    if "grader_tests" in raw_cell: raw_cell = kwargs["transformed_cell"] = "pass"
    return await avant(raw_cell, *args, **kwargs)
ip.run_cell_async = run_cell_async
"""),
    "run_code": Attack("""
ip = get_ipython(); avant_code = ip.run_code
async def run_code(code, *args, **kwargs):
    if any(name.startswith("test_") for name in code.co_names): return False
    return await avant_code(code, *args, **kwargs)
ip.run_code = run_code
"""),
    "do_execute": Attack("""
k = get_ipython().kernel; avant = k.do_execute
async def do_execute(code, *args, **kwargs):
    return await avant("pass" if "grader_tests" in code else code, *args, **kwargs)
k.do_execute = do_execute
"""),
    "showtraceback": Attack("""
get_ipython().showtraceback = get_ipython()._showtraceback = lambda *a, **k: None
"""),
    # What compares.
    "patched_torch": Attack("""
import torch
torch.allclose = torch.equal = torch.isclose = lambda *a, **k: True
torch.Tensor.allclose = torch.Tensor.equal = lambda *a, **k: True
torch.testing.assert_close = lambda *a, **k: None
torch.Tensor.item = lambda self: 1.0
"""),
    "patched_builtins": Attack("""
import builtins
builtins.all = lambda things: True
builtins.AssertionError = type("Rien", (Exception,), {})
"""),
    "patched_checks": Attack("""
import corrige.checks._recurrence as r, corrige.checks._gradients as g, corrige.checks as checks
r.differ = r.close = lambda a, b: True
for name in ("every_parameter_learns", "gradient_reaches_every_step"):
    setattr(g, name, lambda network: None); setattr(checks, name, lambda network: None)
checks.check = lambda function: function
"""),
    "always_equal": Attack(
        base="",
        loses=frozenset({"propositions_test_*"}),
        cells={
            "propositions": """
class Egal(int):
    __eq__ = lambda s, o: True
    __ne__ = lambda s, o: False
    __bool__ = lambda s: True
    __hash__ = lambda s: 1
    __iter__ = lambda s: iter(())
appels_possibles = {Egal(1)}
taille_yhat_1 = taille_hidden_1 = taille_yhat_2 = taille_hidden_2 = Egal(3)
depend_du_passe_1 = depend_du_passe_2 = depend_du_passe_avec_etat = Egal(1)
"""
        },
    ),
    "torch_function": Attack(
        cells={
            "rnn_v2": _v2(
                "return tuple(t.as_subclass(Menteur) for t in self.wrong(input, hidden))", _LIAR
            )
        }
    ),
    "torch_dispatch": Attack(
        cells={
            "rnn_v2": _v2(
                "return tuple(t.as_subclass(Aiguilleur) for t in self.wrong(input, hidden))",
                _DISPATCHED,
            )
        }
    ),
    # Modules.
    "import_hook": Attack("""
import builtins, types
vrai = builtins.__import__
def faux(name, *args, **kwargs):
    if name.startswith("grader_tests"):
        m = types.ModuleType(name)
        m.__getattr__ = lambda n: (lambda *a: None)
        return m
    return vrai(name, *args, **kwargs)
builtins.__import__ = faux
"""),
    "meta_path": Attack("""
import importlib.abc, importlib.machinery, sys
class Faux(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.startswith("grader_tests"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
    def exec_module(self, module):
        module.__getattr__ = lambda n: (lambda *a: None)
sys.meta_path.insert(0, Faux())
"""),
    "shadowed_tests": Attack(
        files={
            "grader_tests/__init__.py": "",
            "grader_tests/rnn_architecture/__init__.py": "",
            "grader_tests/rnn_architecture/test_rnn_v2.py": (
                "def __getattr__(name):\n    return lambda *a: None\n"
            ),
        }
    ),
    "shadowed_corrige": Attack(
        files={
            "corrige/__init__.py": "",
            "corrige/checks.py": (
                "def __getattr__(name):\n"
                "    if name == 'check': return lambda f: lambda *a: None\n"
                "    return lambda *a, **k: None\n"
            ),
        }
    ),
    "shadowed_torch": Attack(
        files={
            "torch.py": (
                "import os, sys\n"
                "del sys.modules['torch']\n"
                "kept = sys.path[:]\n"
                "sys.path[:] = [p for p in kept if p and p != os.getcwd()]\n"
                "import torch\n"
                "sys.path[:] = kept\n"
                "torch.allclose = lambda *a, **k: True\n"
                "torch.Tensor.item = lambda self: 1.0\n"
            )
        }
    ),
    "shadowed_helpers": Attack(
        files=dict.fromkeys(
            ("utils.py", "sitecustomize.py", "usercustomize.py", "conftest.py"),
            "import torch\n"
            "torch.Tensor.item = lambda self: 1.0\n"
            "torch.allclose = lambda *a, **k: True\n"
            "from torch import device\n"
            "RNN = SampleMetroDataset = object\n",
        )
    ),
    # Reading.
    "frames": Attack(
        cells={
            "rnn_v2": _v2(
                """
import sys, linecache
frame = sys._getframe()
while frame is not None:
    for value in (frame.f_code.co_filename, *frame.f_code.co_names, *map(str, frame.f_locals)):
        if "grader_tests" in value or value.startswith("test_"):
            butin.append(value + "".join(linecache.getlines(frame.f_code.co_filename)))
    frame = frame.f_back
return self.wrong(input, hidden)
""",
                "butin = []",
            )
        },
        last=f"print('{FOUND}', butin) if butin else None",
    ),
    "garbage_collector": Attack(
        last=f"""
import gc, inspect, types
for thing in gc.get_objects():
    try:
        if isinstance(thing, types.FunctionType) and thing.__module__.startswith("grader_tests"):
            print("{FOUND}", inspect.getsource(thing))
        elif isinstance(thing, dict) and "{CANARY}" in thing: print("{FOUND}", list(thing))
    except Exception: pass
"""
    ),
    "history": Attack(
        last=f"""
ip = get_ipython()
for text in [*In, *map(str, Out.values()), *(t[2] for t in ip.history_manager.get_range())]:
    if "grader_" + "tests" in text: print("{FOUND}", text)
"""
    ),
    "settrace": Attack(
        """
import linecache, sys
lu = set()
def trace(frame, event, arg):
    name = frame.f_code.co_filename
    if "grader_tests" in name and name not in lu:
        lu.add("".join(linecache.getlines(name)))
sys.settrace(trace)
""",
        last=f"import sys\nsys.settrace(None)\nif lu: print('{FOUND}', lu)",
    ),
    "files": Attack(
        _SEARCH
        + """
fouille("{course}", os.getcwd(), "/home", "/root", "/tmp", "/run", "/srv", "/var/tmp", "/mnt")
fouille("../..", "../../..")
"""
    ),
    "proc": Attack(
        f"""
import glob, os
for place in glob.glob("/proc/[0-9]*"):
    for what in ("cmdline", "environ", "mountinfo"):
        try: text = open(f"{{place}}/{{what}}", errors="replace").read()
        except OSError: continue
        if "grader_tests" in text: print("{FOUND}", place, text[:300])
    for folder in glob.glob(f"{{place}}/root{{course}}") + glob.glob(f"{{place}}/cwd/../.."):
        for path in glob.glob(f"{{folder}}/grader_tests/*/test_rnn_v2.py"):
            print("{FOUND}", open(path).read())
""",
        last=f"""
from pathlib import Path
for place in glob.glob("/proc/[0-9]*/mem"):
    if os.getpid() != int(place.split("/")[2]):
        try: open(place, "rb").read(1); print("{FOUND}", place)
        except OSError: pass
""",
        contained=False,
    ),
    "inputs_printed": Attack(
        cells={
            "rnn_v2": _v2(
                f"print('{INPUT}', input.shape) if len(input) != 23 else None\n"
                "return self.wrong(input, hidden)"
            )
        }
    ),
    "inputs_kept": Attack(
        cells={
            "rnn_v2": _v2(
                "vues.append(tuple(input.shape)) if len(input) != 23 else None\n"
                "return self.wrong(input, hidden)",
                "vues = []",
            )
        },
        last=f"if vues: print('{INPUT}', vues)",
    ),
    "inputs_raised": Attack(
        base="",
        loses=V2_HIDDEN,
        cells={
            "rnn_v2": _v2(
                f"if len(input) != 23: raise ValueError(f'{INPUT} {{input}}')\n"
                "return self.right(input, hidden)"
            )
        },
    ),
    # Lies over the wall.
    "agent_says_true": Attack(
        """
import corrige.wall.agent as agent
agent._OPERATIONS["call"] = lambda *anything: True
""",
        loses=frozenset({"rnn_*", "parcourir*"}),
    ),
    "random_generator": Attack(
        """
import torch
torch.manual_seed(0)
torch.randn = lambda *size, **k: torch.zeros(*size, **k)
torch.randn_like = torch.zeros_like
torch.random.set_rng_state = torch.set_rng_state = lambda state: None
""",
        base="wrong_rnn_v2_reversed",
        last="torch.manual_seed(0)",
    ),
    "fake_gradient_of_input": Attack(
        base="wrong_rnn_v2_detached",
        cells={
            "rnn_v2": _v2(
                "output, allh = self.right(input, hidden, torch.Tensor.detach)\n"
                "return Faux.apply(output, input), allh",
                FAKE,
            )
        },
    ),
    "fake_gradient_of_parameters": Attack(
        base="",
        loses=frozenset(
            {"rnn_v2_test_every_parameter_learns", "rnn_v2_test_gradient_reaches_first_step"}
        ),
        cells={
            "rnn_v2": _v2(
                "with torch.no_grad():\n"
                "    output, allh = self.right(input, hidden)\n"
                "return Faux.apply(output, input, *self.parameters()), allh",
                FAKE,
            )
        },
    ),
    "arguments_zeroed": Attack(
        base="",
        loses=frozenset({"rnn_v2_test_arguments_are_left_alone"}),
        cells={
            "rnn_v2": _v2(
                "result = self.right(input.clone(), hidden)\n"
                "if not input.requires_grad: input.zero_()\n"
                "return result"
            )
        },
    ),
    # Points.
    "points_printed": Attack(
        """
from IPython.display import display
print(2.0); display(2.0)
""",
        cells={
            "rnn_v2": _v2(
                """
print(2.0); display(2.0); get_ipython().displayhook(2.0)
get_ipython().display_pub.publish({"text/plain": "2.0"})
return self.wrong(input, hidden)
"""
            )
        },
        last="100.0",
    ),
    "metadata_points": Attack(edit=_points),
    "metadata_grade_flag": Attack(edit=_no_longer_tests),
    "metadata_checksum": Attack(edit=_rewritten),
    "metadata_duplicates": Attack(edit=_doubled),
    "metadata_deleted": Attack(edit=_deleted),
    "metadata_invented": Attack(edit=_invented),
    "metadata_outputs": Attack(edit=_outputs),
    # The solution in a test cell is no solution.
    "metadata_exchanged": Attack(edit=_unplaced, loses=frozenset({"rnn_v2_*"})),
    # Writing.
    "gradebook": Attack(
        """
import sqlite3
for place in ("{course}/gradebook.db", "../../../gradebook.db", "gradebook.db"):
    try:
        base = sqlite3.connect(place, timeout=1)
        base.execute("UPDATE grade SET manual_score = 2, extra_credit = 50")
        base.commit(); base.close()
    except Exception as error: print(error)
"""
    ),
    "other_files": Attack(
        """
import glob, os
for course in ("{course}", "../../..", "../../../../.."):
    for pattern in ("source/*/*.ipynb", "*.py", "submitted/twin_*/*/*.ipynb", "grader*/*/*.py"):
        for path in glob.glob(course + "/" + pattern):
            try: open(path, "a").write("\\n")
            except OSError: pass
            try: os.remove(path)
            except OSError: pass
""",
        contained=False,
    ),
    # Processes.
    "exit_in_forward": Attack(
        base="",
        loses=frozenset({"rnn_v2_*"}),
        cells={"rnn_v2": _v2("import os; os._exit(0)")},
        contained=False,
    ),
    "kills_all_it_can": Attack(
        """
import os, signal
for target in (os.getppid(), 1, -1):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try: os.kill(target, number)
        except OSError: pass
""",
        contained=False,
    ),
    "socket_closed": Attack("import os; os.close(100)", loses=EVERYTHING, contained=False),
    "socket_garbage": Attack(
        "import os; os.write(100, bytes(range(256)) * 40)", loses=EVERYTHING, contained=False
    ),
    "socket_served_by_a_child": Attack(
        """
import os, time
if os.fork() == 0:
    from corrige.wall.channel import Channel
    from corrige.wall.packing import pack
    from corrige.wall.wire import Ref
    canal = Channel.from_fd(100)
    try:
        while True:
            op, number, payload = canal.get(lambda ref: None, adopt=lambda t, g: t).value
            if op != "done":
                canal.send(pack(("ok", number, {"value": True, "trace": [], "rewritten": [],
                    "buffers": [], "changed": [], "modules": {}, "classes": {}})))
    finally:
        os._exit(0)
os.close(100)
""",
        loses=EVERYTHING,
        contained=False,
    ),
    "thread": Attack(
        """
import threading, time
def sans_fin():
    while True:
        for name in [n for n in globals() if n.startswith("test_")]:
            globals()[name] = lambda *a: None
        print(2.0, flush=True)
        time.sleep(0.1)
threading.Thread(target=sans_fin, daemon=True).start()
"""
    ),
}

TWINS = {
    "right": Attack(base=""),
    # What attacks are made of has honest uses.
    "own_transformer": Attack(
        "import ast\nget_ipython().ast_transformers.append(ast.NodeTransformer())", base=""
    ),
    "own_file": Attack(
        "import warnings\nwarnings.warn('bonjour')",
        base="",
        cells={
            "rnn_v2": _v2("return self.right(input, hidden, pareil)", "from outils import pareil")
        },
        files={
            "outils.py": "def pareil(h):\n    return h\n",
            "conftest.py": "",
            "notes.txt": "…",
        },
    ),
    "own_autograd": Attack(
        base="",
        cells={
            "rnn_v2": _v2(
                "output, allh = self.right(input, hidden)\nreturn Double.apply(output), allh",
                """
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, value): return value.clone()
    @staticmethod
    def backward(ctx, grad): return grad
""",
            )
        },
    ),
    "own_subclass": Attack(
        base="",
        cells={
            "rnn_v2": _v2(
                "return tuple(t.as_subclass(Mien) for t in self.right(input, hidden))",
                "class Mien(torch.Tensor): pass",
            )
        },
    ),
    "own_thread_seed_and_prints": Attack(
        "import threading, torch\ntorch.manual_seed(3)\n"
        "t = threading.Thread(target=print, args=(2.0,)); t.start(); t.join()",
        base="",
        last="2.0",
    ),
    "own_child": Attack("import os\nif os.fork() == 0: os._exit(0)\nos.wait()", base=""),
}
