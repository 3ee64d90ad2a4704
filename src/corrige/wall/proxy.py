"""The verifier's view of the student's objects: calls that look local and go over the wall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch

from corrige.wall.blueprint import furnish, shadow_class
from corrige.wall.crossing import Job, with_history
from corrige.wall.errors import NonFiniteError, StudentError, Unsupported, student_error
from corrige.wall.handle import Handle
from corrige.wall.link import Link, replace
from corrige.wall.shadow import RemoteType, Seen, Shadow, forget, news, shadows
from corrige.wall.twins import Answer, Call
from corrige.wall.wire import (
    MAY_CHANGE,
    NONFINITE_OK,
    ExceptionRecord,
    Ref,
    Unpacked,
    WireError,
)


class Wall(Link):
    """A link that speaks in proxies."""

    def name(self, name: str) -> Any:
        """Return what the student's namespace binds `name` to. Raises KeyError (StudentError)."""
        value = self.perform("name", name)
        if isinstance(value, Handle) or (
            isinstance(value, RemoteType) and "_wall_origin" in vars(value)
        ):
            # What it calls itself is a claim, and rules look for its source by its name.
            value.__name__ = name
        return value

    def construct(self, shadow: Any, kind: type, args: Any, kwargs: Any) -> None:
        """Make the student's object of class `kind` and furnish `shadow` after it."""
        self._furnish_from(shadow, "call", kind, list(args), kwargs)

    def copy(self, original: Any, twin: Any) -> None:
        """Copy `original` on the student's side and furnish `twin` after the copy."""
        self._furnish_from(twin, "copy", original)

    def release(self, number: int) -> None:
        """Note that nothing here refers to the student's object any more."""
        self.leases[number] -= 1
        if self.leases[number] <= 0:
            del self.leases[number]
            self.returned.append(number)

    def perform(self, op: str, *operands: Any) -> Any:
        """Do `op` on the student's side and return the result, gradients included.

        Raises StudentError where the student's code raises and NonFiniteError where it returns
        NaN or infinity unasked; Ungradable where the other side fails.
        """
        nodes = shadows(_involved(operands))
        number, answer, inputs = self._ask(op, operands, nodes)
        value, trace = answer.value["value"], answer.value.get("trace", [])
        if not answer.finite and not _finite(value) and not _marked(operands, NONFINITE_OK):
            raise NonFiniteError("NonFinite", "the result holds NaN or infinity")
        outputs = [tensor for tensor, grad in answer.tensors if grad]
        if outputs and torch.is_grad_enabled():
            job = Job(self, number, outputs, inputs, nodes)
            history = with_history(job, inputs)
            value, trace = replace([value, trace], lambda t: history.get(id(t), t), torch.Tensor)
        self._fire_hooks(nodes, trace)
        if op == "attribute" and isinstance(value, Handle):
            value._wall_owner = operands[0]
        return value

    def call_twins(self, model: Shadow, calls: list[Call], fresh: bool) -> list[Answer] | None:
        """Call twins of `model`; with `fresh`, twins of earlier calls are gone.

        Return None where the answers do not fit into one frame.
        """
        nodes = shadows([model])
        if any(node._wall_touched for node in nodes):
            forget(nodes)
        payload = {
            "args": [model],
            "sync": news(nodes),
            "fresh": fresh,
            "cases": [[getattr(call, name) for name in Call.__slots__] for call in calls],
        }
        try:
            answer = self.exchange(self.pack("twins", payload), len(calls))
        except StudentError:
            forget(nodes)
            return None
        found = answer.value["value"]
        if type(found) is not list or len(found) != len(calls):
            raise self.lie("not the answers asked for")
        lax = answer.finite or _marked([model], NONFINITE_OK)
        return [self._answer_of_twin(item, lax) for item in found]

    def _answer_of_twin(self, item: Any, lax: bool) -> Answer:
        if type(item) is not list or len(item) != 2 or type(item[0]) is not str:
            raise self.lie("not the answer of a twin")
        kind, value = item
        if kind == "ok":
            if not lax and not _finite(value):
                return Answer(None, NonFiniteError("NonFinite", "the result holds NaN or infinity"))
            return Answer(value)
        if kind not in ("error", "copy") or not isinstance(value, ExceptionRecord):
            raise self.lie("not the answer of a twin")
        return Answer(None, student_error(value), made=kind == "error")

    def backward(self, job: Job, grads: Sequence[torch.Tensor | None]) -> list[torch.Tensor | None]:
        """Return the gradients of a call's inputs, as the student's side computes them."""
        further = torch.is_grad_enabled()  # create_graph: these gradients are differentiated too
        payload = {
            "call": job.number,
            "grads": list(grads),
            "sync": news(job.modules),
            "further": further,
        }
        number, packed = self.pack("backward", payload)
        answer = self.exchange((number, packed))
        found = answer.value["value"]
        if type(found) is not list or len(found) != len(job.inputs):
            raise self.lie("not the gradients asked for")
        for grad, mine in zip(found, job.inputs, strict=True):
            if grad is None:
                continue
            if not isinstance(grad, torch.Tensor) or not _alike(grad, mine):
                raise self.lie("not the gradients asked for")
        if not answer.finite:
            raise NonFiniteError("NonFinite", "the gradient holds NaN or infinity")
        outputs = [tensor for tensor, grad in answer.tensors if grad]
        if outputs and further:
            inputs = job.inputs + [tensor for tensor in packed.tensors if tensor.requires_grad]
            history = with_history(Job(self, number, outputs, inputs, job.modules), inputs)
            found = [history.get(id(grad), grad) for grad in found]
        return found

    def encode(self, value: Any) -> Ref:
        if isinstance(value, Shadow):
            return Ref("module", value._wall_lease.number)
        if isinstance(value, Handle):
            return Ref("object", value._wall_lease.number)
        if isinstance(value, RemoteType):
            origin = next((o for c in value.__mro__ if (o := vars(c).get("_wall_origin"))), None)
            if origin is not None:
                return Ref("class", origin[1])
        if callable(value):
            return Ref("callback", self.callbacks.number(value))
        raise Unsupported(f"a {type(value).__name__} of the test's cannot be handed to the student")

    def build(self, ref: Ref, payload: dict[str, Any]) -> Any:
        if ref.kind == "class":
            classes = payload.get("classes")
            description = classes.get(ref.number) if type(classes) is dict else None
            if type(description) is not list or description[:1] != [ref.number]:
                raise WireError("a class that was not described")
            return shadow_class(self, description, self.classes)
        known = self.proxies.get(ref.number)
        if known is not None:
            return known
        if ref.kind == "module":
            entries = _opened(payload, ref.number)
            kind = shadow_class(self, entries[0][3], self.classes)
            made: Any = kind.__new__(kind)
            self._furnish(made, entries)
        elif ref.kind == "object":
            self.leases[ref.number] += 1
            made = Handle(self, ref.number)
        else:
            raise WireError("unknown kind of reference")
        self.proxies[ref.number] = made
        return made

    def _furnish_from(self, shadow: Any, op: str, *operands: Any) -> None:
        _, answer, _ = self._ask(op, operands, shadows(_involved(operands)))
        made = answer.value["value"]
        if not isinstance(made, Shadow):
            raise StudentError("TypeError", "the constructor did not return a module")
        # The answer was built as a shadow of its own; `shadow` takes its place.
        shadow.__dict__.update(made.__dict__)
        self.proxies[shadow._wall_lease.number] = shadow

    def _furnish(self, shadow: Shadow, entries: Any) -> None:
        furnish(self, shadow, entries, self.classes, self.proxies)
        for node in shadows([shadow]):
            self.leases[node._wall_lease.number] += 1

    def _ask(
        self, op: str, operands: Sequence[Any], nodes: list[Shadow]
    ) -> tuple[int, Unpacked, list[torch.Tensor]]:
        grad = torch.is_grad_enabled()
        owned = [
            (node._wall_lease.number, name, parameter)
            for node in nodes
            for name, parameter in node._parameters.items()
            if grad and parameter is not None and parameter.requires_grad
        ]
        free = shadows([n for n in nodes if vars(n).get(MAY_CHANGE)])
        positional = operands[1] if op == "call" else []
        written = [
            i
            for i, value in enumerate(positional)
            if isinstance(value, torch.Tensor) and getattr(value, MAY_CHANGE, False)
        ]
        notes = {
            "sync": news(nodes),
            "watch": [node._wall_lease.number for node in nodes],
            "wrt": [[number, name] for number, name, _ in owned],
            "changes": [node._wall_lease.number for node in free],
            "written": written,
            "trace": [n._wall_lease.number for n in nodes if n is not operands[0] and _hooked(n)],
        }
        # What is empty stays away, here as in answers.
        payload = {"args": list(operands), **{key: note for key, note in notes.items() if note}}
        if not grad:
            payload["grad"] = False
        number, packed = self.pack(op, payload)
        inputs = [t for t in packed.tensors if t.requires_grad] if grad else []
        try:
            answer = self.exchange((number, packed))
        except StudentError:
            forget(nodes)
            raise
        for node in nodes:
            node._wall_touched = True
        self._take_in(answer.value, nodes, free, [positional[i] for i in written])
        return number, answer, inputs + [parameter for _, _, parameter in owned]

    def _fire_hooks(self, nodes: list[Shadow], trace: list[list[Any]]) -> None:
        """Call the test's hooks on submodules for the calls that the student's side reports.

        Hooks on the called module itself are torch's business. Results cannot replace outputs:
        the call is over.
        """
        if not trace:
            return
        book = {node._wall_lease.number: node for node in nodes}
        for number, inputs, output in trace:
            node = book[number]
            for hook in list(node._forward_pre_hooks.values()):
                if hook(node, inputs) is not None:
                    raise Unsupported("a hook on a student's submodule cannot change its input")
            for hook in list(node._forward_hooks.values()):
                if hook(node, inputs, output) is not None:
                    raise Unsupported("a hook on a student's submodule cannot change its output")

    def _take_in(
        self,
        payload: dict[str, Any],
        nodes: list[Shadow],
        free: list[Shadow],
        written: list[torch.Tensor],
    ) -> None:
        """Note what the call changed on the student's side; accept what the check allows."""
        book = {node._wall_lease.number: node for node in nodes}
        allowed = {node._wall_lease.number: node for node in free}
        try:
            if not all(number in book for number, _, _ in payload.get("trace", ())):
                raise ValueError("a call of another module")
            for number, name in payload.get("rewritten", ()):
                book[number]._wall_seen.pop(name, None)
            for number, name, value in payload.get("buffers", ()):
                _accept(book[number], "_buffers", name, value)
            for number, pairs in payload.get("changed", ()):
                for name, value in pairs:
                    _accept(allowed[number], "_parameters", name, value)
            for tensor, value in zip(written, payload.get("arguments", ()), strict=True):
                _write(tensor, value)
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            raise self.lie(f"not what a call leaves behind: {type(error).__name__}") from None


def _opened(payload: dict[str, Any], number: int) -> list[Any]:
    modules = payload.get("modules")
    entries = modules.get(number) if type(modules) is dict else None
    if type(entries) is not list or not entries or type(entries[0]) is not list:
        raise WireError("a module that was not described")
    if len(entries[0]) != 7 or entries[0][2] != number:
        raise WireError("a module described as another")
    return entries


def _accept(node: Shadow, store: str, name: str, value: torch.Tensor) -> None:
    mine: torch.Tensor = node.__dict__[store][name]
    _write(mine, value)
    seen = node._wall_seen.setdefault(name, Seen(None, mine.requires_grad, None))
    seen.value = value.clone()


def _write(mine: torch.Tensor, value: torch.Tensor) -> None:
    if not _alike(mine, value):
        raise ValueError("another shape or dtype")
    with torch.no_grad():
        mine.copy_(value)


def _alike(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and one.dtype == other.dtype


def _involved(value: Any) -> list[Shadow]:
    """Return the student's modules among the operands of a call, also behind bound methods."""
    if isinstance(value, Shadow):
        return [value]
    if isinstance(value, Handle):
        return _involved(value._wall_owner)
    if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        return [found for item in value for found in _involved(item)]
    if isinstance(value, dict):
        return [found for item in value.values() for found in _involved(item)]
    return []


def _marked(operands: Sequence[Any], mark: str) -> bool:
    target = operands[0] if operands else None
    owner = target._wall_owner if isinstance(target, Handle) else None
    return bool(
        getattr(target, mark, False)
        or getattr(owner, mark, False)
        or getattr(type(target), mark, 0)
    )


def _hooked(node: Shadow) -> bool:
    if node._backward_hooks or node._backward_pre_hooks or node._forward_hooks_with_kwargs:
        raise Unsupported("such hooks on a student's submodule do not cross the wall")
    return bool(node._forward_hooks or node._forward_pre_hooks)


def _finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, torch.Tensor):
        return bool(torch.isfinite(value).all())
    if isinstance(value, (list, tuple, set)):
        return all(map(_finite, value))
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if type(value).__module__ == "numpy":
        return _finite(torch.from_numpy(value))
    return True
