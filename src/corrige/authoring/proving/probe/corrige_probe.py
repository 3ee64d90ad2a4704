"""Runs in the sandboxed kernel of a notebook: is a mutant another solution, or the same one?

A file of its own, which needs torch and the standard library alone: it is copied beside the
notebook. The calls that the tests make of the reference are recorded and made again, of reference
and mutant, with the same weights and with many other inputs.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
import json
import math
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

PATIENCE = 60.0
MOST_CALLS = 24
SCALES = (1.0, 0.1, 10.0, 0.0, 1.0, 1.0)
MARK = "corrige-probe:"


@dataclass
class Call:
    """One call of a name of the student's. made: what its object was built from, if it has one."""

    name: str
    method: str
    made: tuple[Any, Any] | None
    args: Any
    kwargs: Any

    @property
    def shape(self) -> str:
        return f"{self.name}.{self.method}{_shape(self.made)}{_shape((self.args, self.kwargs))}"


class Different(Exception):
    """Reference and mutant can be told apart; the text says by what."""


def main(namespace: dict[str, Any], request: str) -> None:
    """Answer a request, in JSON, with one line of JSON on standard output."""
    asked = json.loads(request)
    torch.set_num_threads(1)
    answer = _sizes(namespace, asked) if asked["do"] == "sizes" else _compared(namespace, asked)
    sys.stdout.write(MARK + json.dumps(answer) + "\n")


def _sizes(namespace: dict[str, Any], asked: dict[str, Any]) -> dict[str, list[int]]:
    """Return, for each test, the sizes and whole numbers that the student's names were given."""
    found = {}
    for test in asked["tests"]:
        calls: list[Call] = []
        with _recording(namespace, asked["names"], calls) as watched:
            for seed in asked["seeds"]:
                _run_test(test["source"], watched, seed)
        found[test["cell"]] = sorted(
            {n for call in calls for n in _numbers((call.made, call.args, call.kwargs))}
        )
    return found


def _compared(namespace: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    calls: list[Call] = []
    with _recording(namespace, asked["names"], calls) as watched:
        for test in asked["tests"]:
            for seed in asked["seeds"]:
                _run_test(test["source"], watched, seed)
    mutated = dict(namespace)
    reached = Counter[str]()
    try:
        exec(compile(asked["mutant"], "<mutant>", "exec"), mutated)
        hits = _reached(mutated, asked)
        reached.update(hits)
        compared = _compare(namespace, mutated, asked["names"], calls)
        verdict, why = ("equivalent", "") if compared else ("unknown", "no test calls it")
    except Different as error:
        verdict, why = "different", str(error)
    except Exception as error:
        verdict, why = "different", f"{type(error).__name__}: {error}"[:300]
    return {"verdict": verdict, "why": why, "reached": dict(reached)}


def _seed(seed: int) -> None:
    """Begin all generators that a notebook draws from."""
    random.seed(seed)
    torch.manual_seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)


def _run_test(source: str, namespace: dict[str, Any], seed: int) -> None:
    os.environ["CORRIGE_SEED"] = str(seed)
    _seed(seed)
    with suppress(Exception):
        exec(compile(source, "<test>", "exec"), dict(namespace))


def _reached(namespace: dict[str, Any], asked: dict[str, Any]) -> dict[str, int]:
    """Return how often each test runs the mutated line."""
    line, found = asked["line"], {}
    for test in asked["tests"]:
        count = 0

        def local(_frame: Any, event: str, _arg: Any) -> Any:
            nonlocal count
            count += event == "line" and _frame.f_lineno == line
            return local

        def trace(frame: Any, _event: str, _arg: Any) -> Any:
            return local if frame.f_code.co_filename == "<mutant>" else None

        sys.settrace(trace)
        try:
            _run_test(test["source"], namespace, asked["seeds"][0])
        finally:
            sys.settrace(None)
        found[test["cell"]] = count
    return found


# --- recording


@contextmanager
def _recording(
    namespace: dict[str, Any], names: list[str], calls: list[Call]
) -> Iterator[dict[str, Any]]:
    """Give a namespace in which the calls of `names` are noted."""
    watched, undo, depth = dict(namespace), [], [0]
    for name in names:
        value = namespace.get(name)
        if isinstance(value, type):
            undo.append(_watch_class(name, value, calls, depth))
        elif callable(value) and not isinstance(value, nn.Module):
            watched[name] = _noted(value, name, "", calls, depth)
    try:
        yield watched
    finally:
        for back in undo:
            back()


def _watch_class(name: str, cls: type, calls: list[Call], depth: list[int]) -> Callable[[], None]:
    own = {k: v for k, v in vars(cls).items() if callable(v) and k[:2] != "__"}
    before = vars(cls).get("__init__")
    init: Any = cls.__init__  # type: ignore[misc]

    @functools.wraps(init)
    def noted_init(self: Any, *args: Any, **kwargs: Any) -> None:
        object.__setattr__(self, "_probe_made", (args, kwargs))
        depth[0] += 1
        try:
            init(self, *args, **kwargs)
        finally:
            depth[0] -= 1

    cls.__init__ = noted_init  # type: ignore[misc]
    for method, function in own.items():
        setattr(cls, method, _noted(function, name, method, calls, depth))

    def back() -> None:
        for method, function in own.items():
            setattr(cls, method, function)
        if before is None:
            del cls.__init__  # type: ignore[misc]
        else:
            cls.__init__ = before  # type: ignore[misc]

    return back


def _noted(function: Any, name: str, method: str, calls: list[Call], depth: list[int]) -> Any:
    shapes: Counter[str] = Counter()

    @functools.wraps(function)
    def noted(*args: Any, **kwargs: Any) -> Any:
        if not depth[0]:
            given = args[1:] if method else args
            made = getattr(args[0], "_probe_made", None) if method and args else None
            with suppress(Exception):
                call = Call(name, method, made, _kept(given), _kept(kwargs))
                shapes[call.shape] += 1
                if shapes[call.shape] <= 2 and len(shapes) <= MOST_CALLS:
                    calls.append(call)
        depth[0] += 1
        try:
            return function(*args, **kwargs)
        finally:
            depth[0] -= 1

    return noted


# --- comparing


def _compare(
    reference: dict[str, Any], mutant: dict[str, Any], names: list[str], calls: list[Call]
) -> int:
    """Return how many things were compared; raises Different at the first that differs."""
    until = time.monotonic() + PATIENCE
    compared = 0
    for name in names:
        if (name in reference) != (name in mutant):
            raise Different(f"{name} is defined in one of them alone")
        ours, theirs = reference.get(name), mutant.get(name)
        if not callable(ours):
            _same(ours, theirs, name)
            compared += 1
            continue
        made = [c for c in calls if c.name == name]
        for number, call in enumerate([*made, *_without_options(ours, made)]):
            for turn, scale in enumerate(SCALES):
                if time.monotonic() > until:
                    return compared
                compared += _one(ours, theirs, call, 1000 * number + turn, scale)
    return compared


def _without_options(ours: Any, calls: list[Call]) -> Iterator[Call]:
    """Yield the calls once more without the arguments that can be left out."""
    seen: set[str] = set()
    for call in calls:
        with suppress(TypeError, ValueError, AttributeError):
            function = getattr(ours, call.method) if call.method else ours
            given = inspect.signature(function).parameters.values()
            needed = sum(p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD for p in given)
            args = call.args[: needed - bool(call.method)]
            shorter = dataclasses.replace(call, args=args, kwargs={})
            if shorter.shape not in seen | {c.shape for c in calls}:
                seen.add(shorter.shape)
                yield shorter


def _one(ours: Any, theirs: Any, call: Call, seed: int, scale: float) -> bool:
    """Make a call of both; whether the reference could answer it."""
    # Some functions, such as a loop over epochs, do not answer where their data learns as well.
    for learning in (True, False):
        pair = _fresh_pair(ours, theirs, call, seed) if call.method else (ours, theirs)
        if pair is None:
            return False
        made, results = pair, []
        for thing in made:
            _seed(seed)
            args, kwargs = _redrawn(call.args, scale), _redrawn(call.kwargs, scale)
            _seed(seed + 1)
            results.append(_outcome(thing, call.method, args, kwargs, learning))
        if "raises" not in results[0]:
            break
    _same(results[0], results[1], call.name)
    if isinstance(made[0], nn.Module) and isinstance(made[1], nn.Module):
        _same(dict(made[0].state_dict()), dict(made[1].state_dict()), "weights after a call")
    return "raises" not in results[0]


def _fresh_pair(ours: Any, theirs: Any, call: Call, seed: int) -> tuple[Any, Any] | None:
    if call.made is None:
        return None
    pair = []
    for cls in (ours, theirs):
        _seed(seed)
        try:
            pair.append(cls(*copy.deepcopy(call.made[0]), **copy.deepcopy(call.made[1])))
        except Exception as error:
            pair.append(type(error).__name__)
    if isinstance(pair[0], str):
        return None
    if isinstance(pair[1], str):
        raise Different(f"{call.name} cannot be built: {pair[1]}")
    if isinstance(pair[0], nn.Module):
        # Initial values may differ: what counts is what comes of the same weights.
        _same(_sizes_of(pair[0]), _sizes_of(pair[1]), "weights")
        with torch.no_grad():
            for one, other in zip(pair[0].parameters(), pair[1].parameters(), strict=True):
                one.copy_(torch.randn_like(one) / 2)
                other.copy_(one)
    return pair[0], pair[1]


def _sizes_of(module: nn.Module) -> dict[str, list[int]]:
    return {name: [*value.shape] for name, value in module.state_dict().items()}


def _outcome(thing: Any, method: str, args: Any, kwargs: Any, learning: bool) -> dict[str, Any]:
    """Return what two calls in a row give: results, gradients, what became of the arguments.

    learning: whether the arguments get gradients.
    """
    function = thing if method in ("", "forward") else getattr(thing, method, None)
    if function is None:
        return {"raises": "AttributeError"}
    inputs = [t for t in _tensors((args, kwargs)) if t.is_floating_point()]
    for tensor in inputs:
        tensor.requires_grad_(learning)
    modules = [thing, *_modules((args, kwargs))]
    weights = [p for m in modules if isinstance(m, nn.Module) for p in m.parameters()]
    learners = [t for t in (*inputs, *weights) if t.requires_grad]
    found: dict[str, Any] = {}
    try:
        found["first"] = function(*args, **kwargs)
        found["second"] = function(*args, **kwargs)
    except Exception as error:
        return {"raises": type(error).__name__}
    found["arguments"] = [t.detach().clone() for t in inputs]
    for number, output in enumerate(_tensors(found["first"])):
        if output.requires_grad and output.is_floating_point():
            direction = torch.linspace(-1, 1, output.numel()).reshape(output.shape).cos()
            grads = torch.autograd.grad(
                (output * direction).sum(),
                learners,
                retain_graph=True,
                allow_unused=True,
            )
            zeros = [torch.zeros_like(t) for t in learners]
            found[f"gradient {number}"] = [
                z if g is None else g for g, z in zip(grads, zeros, strict=True)
            ]
    return found


def _same(one: Any, other: Any, what: str) -> None:
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        if (one.shape, one.dtype, one.requires_grad) != (
            other.shape,
            other.dtype,
            other.requires_grad,
        ):
            raise Different(f"{what}: {_told(one)} and {_told(other)}")
        a, b = one.detach(), other.detach()
        if a.is_floating_point():
            finite = a.isfinite() & b.isfinite()
            gap = (a - b).abs()[finite].max().item() if finite.any() else 0.0
            if not torch.allclose(a, b, rtol=1e-4, atol=1e-5, equal_nan=True):
                raise Different(f"{what}: values differ by up to {gap:.2g}")
        elif not torch.equal(a, b):
            raise Different(f"{what}: values differ")
        return
    if type(one).__name__ != type(other).__name__:
        raise Different(f"{what}: {type(one).__name__} and {type(other).__name__}")
    if isinstance(one, dict):
        if list(one) != list(other):
            raise Different(f"{what}: {', '.join(map(str, one))} and {', '.join(map(str, other))}")
        for key in one:
            _same(one[key], other[key], f"{what}, {key}")
    elif isinstance(one, list | tuple):
        if len(one) != len(other):
            raise Different(f"{what}: {len(one)} values and {len(other)}")
        for number, (a, b) in enumerate(zip(one, other, strict=True), 1):
            _same(a, b, f"{what}, {number}")
    elif isinstance(one, float):
        close = math.isclose(one, other, rel_tol=1e-4, abs_tol=1e-5)
        if not close and not (math.isnan(one) and math.isnan(other)):
            raise Different(f"{what}: {one!r} and {other!r}")
    elif isinstance(one, int | str | bytes | bool | None) and one != other:
        raise Different(f"{what}: {one!r} and {other!r}")


# --- values


def _told(tensor: Tensor) -> str:
    graph = "" if tensor.requires_grad else ", outside the graph"
    return f"{tuple(tensor.shape)}{graph}"


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(item, change) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_mapped(item, change) for item in value))
    if isinstance(value, list | tuple):
        return type(value)(_mapped(item, change) for item in value)
    return change(value)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _tensors(value: Any) -> list[Tensor]:
    return [leaf for leaf in _leaves(value) if isinstance(leaf, Tensor)]


def _modules(value: Any) -> list[nn.Module]:
    return [leaf for leaf in _leaves(value) if isinstance(leaf, nn.Module)]


def _kept(value: Any) -> Any:
    def keep(leaf: Any) -> Any:
        if isinstance(leaf, Tensor):
            return leaf.detach().clone()
        return copy.deepcopy(leaf) if isinstance(leaf, nn.Module) else leaf

    return _mapped(value, keep)


def _redrawn(value: Any, scale: float) -> Any:
    """Return the arguments with other numbers in their tensors."""

    def redraw(leaf: Any) -> Any:
        if isinstance(leaf, nn.Module):
            return copy.deepcopy(leaf)
        if type(leaf) is float:
            return leaf + scale
        if not isinstance(leaf, Tensor):
            return leaf
        if leaf.is_floating_point():
            return scale * torch.randn(leaf.shape, dtype=leaf.dtype)
        if leaf.dtype == torch.bool or not leaf.numel():
            return leaf.clone()
        return torch.randint(int(leaf.min()), int(leaf.max()) + 1, leaf.shape, dtype=leaf.dtype)

    return _mapped(value, redraw)


def _numbers(value: Any) -> Iterator[int]:
    for leaf in _leaves(value):
        if isinstance(leaf, Tensor):
            yield from leaf.shape
        elif type(leaf) is int:
            yield leaf


def _shape(value: Any) -> str:
    def told(leaf: Any) -> Any:
        return tuple(leaf.shape) if isinstance(leaf, Tensor) else str(leaf)[:20]

    return repr(_mapped(value, told))
