"""The student's end of the wall: does with the student's objects what the verifier asks.

Call `serve` from inside a cell of the student's kernel; it answers requests until the verifier
says that a test is over. Everything it sends is a claim: it runs where the student's code can
change it. It must import quickly: the standard library and torch alone.
"""

from __future__ import annotations

import contextlib
import random
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import torch

from corrige.copying import deep_copy
from corrige.wall.agent_callback import Callback, Over
from corrige.wall.agent_state import (
    Table,
    Trace,
    Watch,
    describe_class,
    kind_of,
    lay_open,
    put_in_step,
    record,
)
from corrige.wall.agent_twins import Twins
from corrige.wall.channel import Channel, Closed
from corrige.wall.packing import Packer, pack
from corrige.wall.wire import INNER, NO_GRAD, Packed, Ref, WireError


class Graph(NamedTuple):
    """What is kept of a call for its gradients: of the outputs, to the inputs, past the anchors."""

    outputs: list[torch.Tensor]
    inputs: list[torch.Tensor]
    anchors: list[torch.Tensor]


_agents: dict[int, Agent] = {}


def serve(fd: int, namespace: Mapping[str, Any] | None = None) -> bool:
    """Answer the verifier on the connected socket `fd` until it says the test is over.

    Return False where it has hung up instead.

    `namespace` is where names are looked up (default: `__main__`, the kernel's user namespace).
    Objects handed out stay known until the next call on the same `fd`.
    """
    agent = _agents.get(fd)
    if agent is None:
        agent = _agents[fd] = Agent(Channel.from_fd(fd))
    agent.namespace = sys.modules["__main__"].__dict__ if namespace is None else namespace
    while True:
        with contextlib.suppress(Over):
            try:
                agent.pump()
            except Closed:
                _agents.pop(fd).channel.close()
                return False
        if not agent.channel.pending:
            return True


class Agent:
    """One end of one wall. `pump` is its loop."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.namespace: Mapping[str, Any] = {}
        self.table = Table()
        self.graphs: dict[int, Graph] = {}
        # What tensors from the test's own modules hang on, of the request that is being served.
        self.anchors: list[torch.Tensor] = []
        # Of the message read last: tensors with a history there, and what stands for them here.
        self.leaves: list[torch.Tensor] = []
        self.placed: list[torch.Tensor] = []
        self.opened: dict[int, list[list[Any]]] = {}
        self.classes: dict[int, list[Any]] = {}
        self.calls = 0
        self.twins = Twins()

    def pump(self, until: int | None = None) -> Any:
        """Serve until "done", or until the answer to our callback `until` arrives; return it."""
        while True:
            self.leaves, self.placed = [], []
            op, number, payload = self.channel.get(self.resolve, adopt=self.adopt).value
            if op == "done":
                self.twins.clear()
                if until is not None:
                    raise Over
                return None
            if op in ("ok", "error"):
                if number != until:
                    raise WireError("an answer to nothing")
                if op == "error":
                    unknown = payload["error"].builtin == "AttributeError"
                    raise (AttributeError if unknown else RuntimeError)(payload["error"].name)
                return payload["value"]
            self.answer(op, number, payload)

    def answer(self, op: str, number: int, payload: dict[str, Any]) -> None:
        self.opened, self.classes = {}, {}
        try:
            packed = self.reply(op, number, payload)
        except (Closed, Over):
            raise
        except BaseException as error:  # the student's code may raise anything, SystemExit too
            packed = pack(("error", number, {"error": record(error)}))
        self.channel.send(packed)
        # Graphs are taken down while the verifier is busy with the answer.
        for old in payload.get("free", ()):
            self.graphs.pop(old, None)

    def reply(self, op: str, number: int, payload: dict[str, Any]) -> Packed:
        leaves = self.leaves
        self.table.drop(payload.get("drop", ()))
        put_in_step(payload.get("sync", ()), self.table)
        if (start := payload.get("start")) is not None:
            self.seed(start, everything=True)
        if (seed := payload.get("seed")) is not None:
            self.seed(seed)
        if (dtype := payload.get("dtype")) is not None:
            torch.set_default_dtype(dtype)
        if op == "backward":
            return pack(("ok", number, {"value": self.backward(number, payload, leaves)}))
        if op == "twins":
            return self.reply_of_twins(number, payload)
        watch = Watch((n, self.table[n]) for n in payload.get("watch", ()))
        trace = Trace((n, self.table[n]) for n in payload.get("trace", ()))
        around, self.anchors = self.anchors, []
        try:
            with trace, torch.set_grad_enabled(payload.get("grad", True)):
                value = _OPERATIONS[op](self, *payload["args"], **payload.get("kwargs", {}))
        finally:
            anchors, self.anchors = self.anchors, around
        # Value and trace come first: packing them fills `opened` and `classes`, and theirs are
        # the only tensors with a history.
        notes = {
            "trace": trace.calls,
            "rewritten": watch.rewritten(),
            "buffers": watch.buffers(),
            "changed": [self.current(item) for item in payload.get("changes", ())],
            "arguments": [payload["args"][1][i].detach() for i in payload.get("written", ())],
        }
        answer = {
            "value": value,
            **{key: note for key, note in notes.items() if note},
            "modules": self.opened,
            "classes": self.classes,
        }
        packed = pack(("ok", number, answer), self.foreign)
        wanted = [t for t in packed.tensors if t.requires_grad]
        if wanted:
            inputs = leaves + [
                self.table[n]._parameters[name] for n, name in payload.get("wrt", ())
            ]
            self.graphs[number] = Graph(wanted, inputs, anchors)
        return packed

    def reply_of_twins(self, number: int, payload: dict[str, Any]) -> Packed:
        if payload["fresh"]:
            self.twins.clear()
        packer = Packer(self.foreign, self.channel.limits)
        packer.history = False
        (model,) = payload["args"]
        found = self.twins.call(model, payload["cases"], packer)
        answer = {"value": found, "modules": self.opened, "classes": self.classes}
        return packer.run(("ok", number, answer))

    def backward(
        self, number: int, payload: dict[str, Any], leaves: list[torch.Tensor]
    ) -> list[torch.Tensor | None]:
        outputs, inputs, anchors = self.graphs[payload["call"]]
        pairs = [(o, g) for o, g in zip(outputs, payload["grads"], strict=True) if g is not None]
        # A tied parameter is asked for under each of its names; its gradient counts once. Anchors
        # have no gradient, but on the way to them those of the test's own modules are found.
        unique = list({id(tensor): tensor for tensor in [*inputs, *anchors]}.values())
        if not pairs or not unique:
            return [None] * len(inputs)
        grads = torch.autograd.grad(
            [o for o, _ in pairs],
            unique,
            [g for _, g in pairs],
            retain_graph=True,
            create_graph=payload["further"],
            allow_unused=True,
        )
        found = {id(tensor): grad for tensor, grad in zip(unique, grads, strict=True)}
        answer = [found.pop(id(tensor), None) for tensor in inputs]
        wanted = [grad for grad in answer if grad is not None and grad.requires_grad]
        if wanted:
            self.graphs[number] = Graph(wanted, inputs + leaves, anchors)
        return answer

    def current(self, number: int) -> list[Any]:
        """Return the parameters of a module that the check allows to change: [number, pairs]."""
        module = self.table[number]
        return [number, [[k, p.detach()] for k, p in module._parameters.items() if p is not None]]

    def seed(self, seed: int, *, everything: bool = False) -> None:
        torch.default_generator.manual_seed(seed)
        if everything:
            random.seed(seed)
            numpy = sys.modules.get("numpy")
            if numpy is not None:
                numpy.random.seed(seed % 2**32)

    def adopt(self, tensor: torch.Tensor, grad: int) -> torch.Tensor:
        if grad == NO_GRAD:
            return tensor
        self.leaves.append(tensor.requires_grad_())
        # In-place code works on an inner node of a graph and fails on a leaf, there as here.
        self.placed.append(tensor.clone() if grad == INNER else tensor)
        return self.placed[-1]

    def resolve(self, ref: Ref) -> Any:
        return Callback(self, ref.number) if ref.kind == "callback" else self.table[ref.number]

    def foreign(self, value: Any) -> Ref:
        kind = kind_of(value)
        if isinstance(value, Callback):
            return Ref("callback", value._number)
        number = self.table.number(value)
        if kind == "module" and number not in self.opened:
            self.opened[number] = []
            self.opened[number] = lay_open(value, self.table)
        elif kind == "class":
            # A name of the student's for a class of torch's can be called like any other.
            self.classes[number] = [number, *describe_class(value, self.table)[1:]]
        return Ref(kind, number)

    def ask(self, payload: dict[str, Any]) -> tuple[int, Any, list[torch.Tensor]]:
        """Have the verifier do something with what the test handed over.

        Return the call's number, its value, and the tensors in the value that have a history
        there.
        """
        self.calls += 1
        number = self.calls
        self.channel.put(("callback", number, payload), self.foreign)
        value = self.pump(until=number)
        return number, value, self.placed

    def inputs(self, value: Any) -> list[torch.Tensor]:
        """Return the tensors with a history in `value`, in the order they are sent in."""
        return [tensor for tensor in pack(value, self.foreign).tensors if tensor.requires_grad]

    def name(self, name: str) -> Any:
        return self.namespace[name]

    def call(self, target: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return target(*args, **kwargs)

    def set_attribute(self, target: Any, name: str, value: Any) -> bool:
        if not hasattr(target, name):
            return False
        setattr(target, name, value)
        return True

    def set_item(self, target: Any, key: Any, value: Any) -> None:
        target[key] = value

    def next(self, target: Any) -> list[Any]:
        """Return [value], or [] at the end."""
        try:
            return [next(target)]
        except StopIteration:
            return []


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "name": Agent.name,
    "call": Agent.call,
    "attribute": lambda _, target, name: getattr(target, name),
    "set_attribute": Agent.set_attribute,
    "item": lambda _, target, key: target[key],
    "set_item": Agent.set_item,
    "length": lambda _, target: len(target),
    "iterate": lambda _, target: iter(target),
    "next": Agent.next,
    "contains": lambda _, target, value: value in target,
    "copy": lambda _, target: deep_copy(target),
    "ping": lambda _: None,
}
