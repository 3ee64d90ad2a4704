"""The verifier's end of the wall: requests, answers, deadlines, the book of what is where."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import torch

from corrige.wall.callback import Callbacks, is_callback
from corrige.wall.chance import Chance
from corrige.wall.channel import Channel, Closed, Silence
from corrige.wall.errors import Ungradable, Unsupported, student_error
from corrige.wall.packing import pack
from corrige.wall.patience import Patience
from corrige.wall.unpacking import unpack
from corrige.wall.wire import ExceptionRecord, Packed, Ref, Unpacked, WireError

MAX_CALLBACKS = 10_000
MAX_NESTING = 16
# What one test cell may receive in all, so that no loop over a student's answers fills memory.
MAX_CELL_BYTES = 2 * 2**30

DIED = "died"
SILENT = "silent"
PROTOCOL = "protocol"

# What a test's function raises and no `except` of the student's code may hide.
_COUNTS = (AssertionError, Unsupported)


class Link:
    """One connection to one student's agent, as the verifier sees it.

    After a failure of the other side (`broken` is the reason) every request raises `Ungradable`
    at once, so that a test that swallows the first one gains nothing.
    """

    def __init__(self, channel: Channel, patience: Patience | None = None) -> None:
        self.channel = channel
        self.patience = patience or Patience()
        self.broken: Ungradable | None = None
        self.contacts = 0
        self.proxies: WeakValueDictionary[int, Any] = WeakValueDictionary()
        self.classes: dict[Any, type] = {}
        self.callbacks = Callbacks()
        self.leases: Counter[int] = Counter()
        self.returned: list[int] = []
        self.finished: list[int] = []
        self._number = secrets.randbelow(2**40)
        self._until = time.monotonic() + self.patience.cell
        self._nesting = 0
        self._received = 0
        self._raised: BaseException | None = None
        self._dtype = torch.float32
        self._random = Chance()
        self._start: int | None = None

    def encode(self, value: Any) -> Ref:
        """Name an object that a request refers to; subclasses know proxies."""
        raise WireError(f"a {type(value).__name__} cannot cross the wall")

    def build(self, ref: Ref, payload: dict[str, Any]) -> Any:
        """Return the proxy for what an answer refers to; subclasses know proxies."""
        raise WireError("no references here")

    def begin_cell(self, seed: int) -> None:
        """Start a test cell: a fresh time budget, generators seeded on both sides from `seed`.

        Where an earlier cell ended in silence, first wait for the agent to answer again.
        """
        self._until = time.monotonic() + self.patience.cell
        self._received = 0
        self.callbacks.clear()
        self._random = Chance(seed)
        late = self.broken is not None and self.broken.reason == SILENT
        if late:
            self.broken = None
            self._ping()
        # Goes with the cell's first request; a cell that makes none needs no answer either.
        self._start = self._random.secret("student")
        self._random.settle()

    def note(self) -> int | None:
        """Return what the student's generator is to be seeded with now; ours jumps."""
        return self._random.note()

    def secret(self, purpose: str) -> int:
        """Return a number derived from the cell's seed that the student's side never sees."""
        return self._random.secret(purpose)

    def request(self, op: str, payload: dict[str, Any]) -> Unpacked:
        """Send a request and return the answer's payload, unpacked.

        Raises StudentError where the student's code raised, Ungradable where its side failed.
        """
        return self.exchange(self.pack(op, payload))

    def pack(self, op: str, payload: dict[str, Any]) -> tuple[int, Packed]:
        """Number and encode a request with the notes that go with every one."""
        self._number += 1
        free, self.finished = self.finished, []
        drop = [n for n in self.returned if self.leases[n] == 0]
        self.returned = []
        seed = self._random.note()
        if self._start is not None:
            payload["start"], self._start = self._start, None
        if free:
            payload["free"] = free
        if drop:
            payload["drop"] = drop
        if seed is not None:
            payload["seed"] = seed
        if torch.get_default_dtype() != self._dtype:
            payload["dtype"] = self._dtype = torch.get_default_dtype()
        return self._number, pack((op, self._number, payload), self.encode, self.channel.limits)

    def exchange(self, request: tuple[int, Packed], calls: int = 1) -> Unpacked:
        """Send a packed request and wait for its answer, serving callbacks meanwhile.

        `calls`: how many of the student's calls it stands for, each of which has its time.
        """
        if self.broken is not None:
            raise self.broken
        self.contacts += 1
        number, packed = request
        deadline = min(time.monotonic() + calls * self.patience.call, self._until)
        try:
            self.channel.send(packed, deadline)
            for _ in range(MAX_CALLBACKS):
                answer = self._receive(deadline)
                op, found, payload = answer.value
                if op == "callback":
                    self._serve_callback(found, payload, answer.tensors)
                    continue
                if found != number:
                    raise WireError("an answer to another request")
                if self._raised is not None and self._nesting == 0:
                    raised, self._raised = self._raised, None
                    raise raised
                if op == "error":
                    raise student_error(payload["error"])
                answer.value = payload
                return answer
            raise WireError("too many callbacks")
        except Closed as error:
            raise self._fail(DIED, str(error)) from None
        except Silence as error:
            raise self._fail(SILENT, str(error)) from None
        except WireError as error:
            raise self._fail(PROTOCOL, str(error)) from None

    def lie(self, what: str) -> Ungradable:
        """Record an answer that no honest agent sends; return what to raise."""
        return self._fail(PROTOCOL, what)

    def _fail(self, reason: str, detail: str) -> Ungradable:
        if self.broken is None:
            self.broken = Ungradable(reason, detail)
        return self.broken

    def _receive(self, deadline: float) -> Unpacked:
        arrived: list[Ref] = []

        def resolve(ref: Ref) -> Any:
            arrived.append(ref)
            return ref

        head, body = self.channel.receive(deadline)
        self._received += len(head) + len(body)
        if self._received > MAX_CELL_BYTES:
            raise WireError("too much for one test")
        answer = unpack(head, body, resolve, self.channel.limits)
        message = answer.value
        if not (isinstance(message, tuple) and len(message) == 3):
            raise WireError("not a message")
        op, number, payload = message
        if type(op) is not str or type(number) is not int or type(payload) is not dict:
            raise WireError("not a message")
        fits = _SHAPES.get(op)
        if fits is None or not fits(payload):
            raise WireError("not an answer")
        if arrived:
            for key in ("value", "trace", "args", "kwargs"):
                if key in payload:
                    payload[key] = self._place(payload[key], payload)
        return answer

    def _place(self, value: Any, payload: dict[str, Any]) -> Any:
        return replace(value, lambda item: self._known(item, payload), Ref)

    def _known(self, ref: Ref, payload: dict[str, Any]) -> Any:
        if ref.kind == "callback":
            if ref.number not in self.callbacks.known:
                raise WireError("unknown callback")
            return self.callbacks.known[ref.number]
        return self.build(ref, payload)

    def _serve_callback(
        self, number: int, payload: dict[str, Any], tensors: list[tuple[torch.Tensor, int]]
    ) -> None:
        if self._nesting >= MAX_NESTING:
            raise WireError("callbacks nested too deep")
        self._nesting += 1
        try:
            value = self.callbacks.do(payload, tensors)
            try:
                packed = pack(("ok", number, {"value": value}), self.encode, self.channel.limits)
            except WireError as error:
                raise Unsupported(f"what the test's function returned: {error}") from None
            outputs = [tensor for tensor in packed.tensors if tensor.requires_grad]
            if outputs and payload.get("grad", True):
                self.callbacks.keep(number, outputs, tensors)
        except WireError:
            raise
        except BaseException as error:
            # A failed assertion in a test's function counts even if the student's code catches
            # what it gets to see of it: the type's name.
            called = "args" in payload
            if called and (isinstance(error, _COUNTS) or not isinstance(error, Exception)):
                self._raised = self._raised or error
            builtin = "AttributeError" if isinstance(error, AttributeError) else "Exception"
            note = ExceptionRecord(type(error).__name__, builtin, "", "")
            packed = pack(("error", number, {"error": note}))
        finally:
            self._nesting -= 1
        self.channel.send(packed, self._until)

    def _ping(self) -> None:
        """Ask for a sign of life, and skip answers to requests that were given up."""
        self._number += 1
        payload: dict[str, Any] = {"args": []}
        deadline = time.monotonic() + self.patience.start
        try:
            self.channel.send(pack(("ping", self._number, payload)), deadline)
            for _ in range(MAX_CALLBACKS):
                head, body = self.channel.receive(deadline)
                del body
                if head.startswith(b'["t","ok",%d,' % self._number):
                    return
            raise WireError("no answer to a ping")
        except Closed as error:
            self._fail(DIED, str(error))
        except Silence as error:
            self._fail(SILENT, str(error))
        except WireError as error:
            self._fail(PROTOCOL, str(error))

    def end(self) -> None:
        """Tell the agent that the cell is over, so that its `serve` returns. Never raises."""
        try:
            deadline = time.monotonic() + 1.0
            self.channel.send(pack(("done", 0, {})), deadline)
        except (Closed, Silence) as error:
            self._fail(DIED, str(error))


def replace(value: Any, change: Callable[[Any], Any], kind: type | tuple[type, ...]) -> Any:
    """Rebuild a tree of lists, tuples, sets and dicts with each `kind` in it changed."""
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, torch.Size):
        return value
    if isinstance(value, list):
        return [replace(item, change, kind) for item in value]
    if isinstance(value, tuple):
        items = [replace(item, change, kind) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, dict):
        return {key: replace(item, change, kind) for key, item in value.items()}
    return value


def _is_answer(payload: dict[str, Any]) -> bool:
    return "value" in payload


def _is_error(payload: dict[str, Any]) -> bool:
    return isinstance(payload.get("error"), ExceptionRecord)


_SHAPES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "ok": _is_answer,
    "error": _is_error,
    "callback": is_callback,
}
