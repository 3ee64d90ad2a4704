"""Whatever bytes the student's side sends, the verifier answers with *ungradable*, in time."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
import torch
from wall_setup import IMPATIENCE

from corrige.wall.errors import Ungradable
from corrige.wall.link import DIED, PROTOCOL, SILENT
from corrige.wall.proxy import Wall

# A student who speaks the protocol by hand: `attack` is the answer to the first request.
# `request` returns (op, number, payload), `send` sends bytes, `answer` a value.
PRELUDE = """
import json, pickle, time
from corrige.wall.channel import Channel
from corrige.wall.wire import MAGIC, PREFIX
from corrige.wall.packing import pack
chan = Channel.from_fd(fd)
def request():
    return chan.get(lambda ref: ref).value
def send(data):
    chan.sock.settimeout(None)
    chan.sock.sendall(data)
def frame(head, body=b""):
    head = head if isinstance(head, bytes) else json.dumps(head).encode()
    return PREFIX.pack(MAGIC, len(head), len(body)) + head + body
def answer(number, value, **rest):
    base = {"value": value, "rewritten": [], "buffers": [], "changed": [], "arguments": [],
            "trace": []}
    chan.put(("ok", number, base | rest), lambda ref: ref)
_, n, payload = request()
"""
EPILOGUE = "\ntime.sleep(60)\nraise SystemExit\n"

ATTACKS = {
    "random bytes": ("import os; send(os.urandom(4096))", PROTOCOL),
    "a pickle": ("send(frame(pickle.dumps(print)))", PROTOCOL),
    "deep JSON": ("send(frame(b'[' * 10**6))", PROTOCOL),
    "a huge head announced": ("send(PREFIX.pack(MAGIC, 2**32 - 1, 0))", PROTOCOL),
    "a huge body announced": ("send(PREFIX.pack(MAGIC, 2, 2**60))", PROTOCOL),
    "eight megabytes of brackets": ("send(frame(b'[[],' * 2**20))", PROTOCOL),
    "a head that never comes": ("send(PREFIX.pack(MAGIC, 1000, 0))", SILENT),
    "silence": ("pass", SILENT),
    "a slow drip": (
        "\nfor byte in frame(['l'] + [1] * 1000):\n    send(bytes([byte])); time.sleep(0.01)",
        SILENT,
    ),
    "hanging up": ("chan.close(); raise SystemExit", DIED),
    "a bare NaN": ('send(frame(b\'["t","ok",%d,["d","value",NaN]]\' % n))', PROTOCOL),
    "no message": ("send(frame(['l', 1, 2]))", PROTOCOL),
    "an answer without a value": ("chan.put(('ok', n, {}))", PROTOCOL),
    "an error without a record": ("chan.put(('error', n, {'error': 'x'}))", PROTOCOL),
    "an answer to another request": ("answer(n + 1, 1)", PROTOCOL),
    "an order to the verifier": ("chan.put(('done', n, {}))", PROTOCOL),
    "a tensor of the wrong size": (
        "send(frame(['t', 'ok', n, ['d', 'value', ['T', 'float32', 0, 8, [9], None]]], bytes(16)))",
        PROTOCOL,
    ),
    "a tensor of an unknown dtype": (
        "send(frame(['t', 'ok', n, ['d', 'value', ['T', 'object', 0, 8, [2], None]]], bytes(16)))",
        PROTOCOL,
    ),
    "a tensor expanded without end": (
        "send(frame(['t', 'ok', n, ['d', 'value', ['T', 'int8', 0, 1, [2**39], [0]]]], bytes(16)))",
        PROTOCOL,
    ),
    "a callback never given": (
        "chan.put(('callback', 1, {'target': 140000, 'args': [], 'kwargs': {}, 'grad': True}))",
        PROTOCOL,
    ),
    "an object of unknown kind": (
        "from corrige.wall.wire import Ref; answer(n, Ref('eval', 1))",
        PROTOCOL,
    ),
    "a module never described": (
        "from corrige.wall.wire import Ref; answer(n, Ref('module', 1))",
        PROTOCOL,
    ),
    "a class never described": (
        "from corrige.wall.wire import Ref; answer(n, Ref('class', 1))",
        PROTOCOL,
    ),
    "changes of what was not asked": ("answer(n, 1, rewritten=[[5, 'x']])", PROTOCOL),
    "buffers of no module": ("answer(n, 1, buffers=[[5, 'x', 1]])", PROTOCOL),
    "calls of no module": ("answer(n, 1, trace=[[5, [], 1]])", PROTOCOL),
    "notes of the wrong shape": ("answer(n, 1, rewritten=7)", PROTOCOL),
}

TREE = {
    "its own child": "[[-1,'',1,[2,'M','',None],True,[],[]], [0,'a',1,None,None,None,None]]",
    "its own grandchild": (
        "[[-1,'',1,[2,'M','',None],True,[],[]], [0,'a',3,[4,'N','',None],True,[],[]],"
        " [1,'b',1,None,None,None,None]]"
    ),
    "a child before its parent": (
        "[[-1,'',1,[2,'M','',None],True,[],[]], [5,'a',3,[4,'N','',None],True,[],[]]]"
    ),
    "two roots": "[[-1,'',1,[2,'M','',None],True,[],[]], [-1,'',3,[4,'N','',None],True,[],[]]]",
    "a parameter that is no tensor": "[[-1,'',1,[2,'M','',None],True,[['w',0,'x',True]],[]]]",
    "a dotted name": "[[-1,'',1,[2,'M','',None],True,[['a.b',-1,None,True]],[]]]",
    "too many modules": (
        "[[-1,'',1,[2,'M','',None],True,[],[]]]"
        " + [[0,'a%d' % i,i+9,[4,'N','',None],True,[],[]] for i in range(3000)]"
    ),
    "too few fields": "[[-1,'',1]]",
    "a class that derives from no class": "[[-1,'',1,[2,'M','',5],True,[],[]]]",
    "no list": "'module'",
}


def hostile(attack: str) -> str:
    return PRELUDE + textwrap.dedent(attack) + EPILOGUE


def module(tree: str) -> str:
    return (
        "from corrige.wall.wire import Ref\n"
        f"answer(n, Ref('module', 1), modules={{1: {tree}}}, classes={{}})"
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_answers_are_ungradable(name: str, student: Callable[..., Wall]) -> None:
    attack, reason = ATTACKS[name]
    wall = student(hostile(attack), IMPATIENCE)
    with pytest.raises(Ungradable) as caught:
        wall.name("f")
    assert caught.value.reason == reason
    with pytest.raises(Ungradable):
        wall.name("f")


def test_the_honest_twin_of_the_hostile_answers_is_read(student: Callable[..., Wall]) -> None:
    assert student(hostile("answer(n, [1, 2])"), IMPATIENCE).name("f") == [1, 2]


@pytest.mark.parametrize("name", TREE)
def test_modules_of_impossible_shape_are_ungradable(
    name: str, student: Callable[..., Wall]
) -> None:
    wall = student(hostile(module(TREE[name])), IMPATIENCE)
    with pytest.raises(Ungradable) as caught:
        wall.name("f")
    assert caught.value.reason == PROTOCOL


def test_names_that_would_hide_methods_hide_nothing(student: Callable[..., Wall]) -> None:
    names = ["forward", "__class__", "_parameters", "state_dict", "_wall_lease", "training"]
    params = "[" + ",".join(f"['{name}', -1, None, False]" for name in names) + "]"
    tree = f"[[-1,'',1,[2,'a b(','Module',None],True,{params},[]]]"
    found = student(hostile(module(tree)), IMPATIENCE).name("f")
    assert type(found).__name__ == "StudentModule" and isinstance(found, torch.nn.Module)
    assert found.training is True and callable(found.state_dict) and found._wall_lease.number == 1


@pytest.mark.parametrize(
    ("grads", "reason"),
    [
        ("[torch.ones(3)]", PROTOCOL),
        ("[torch.ones(2, dtype=torch.float64)]", PROTOCOL),
        ("[torch.ones(2)] * 2", PROTOCOL),
        ("[1.0]", PROTOCOL),
        ("'grads'", PROTOCOL),
    ],
)
def test_gradients_of_the_wrong_shape_are_ungradable(
    grads: str, reason: str, student: Callable[..., Wall]
) -> None:
    attack = f"""
import torch
from corrige.wall.wire import Ref
answer(n, Ref('object', 1))
_, n, _ = request()
answer(n, torch.ones(2, requires_grad=True) * 2)
_, n, _ = request()
answer(n, {grads})
"""
    wall = student(hostile(attack), IMPATIENCE)
    x = torch.ones(2, requires_grad=True)
    out = wall.name("f")(x)
    with pytest.raises(Ungradable) as caught:
        out.sum().backward()
    assert caught.value.reason == reason
    assert x.grad is None


def test_a_gradient_of_the_right_shape_arrives(student: Callable[..., Wall]) -> None:
    attack = """
import torch
from corrige.wall.wire import Ref
answer(n, Ref('object', 1))
_, n, _ = request()
answer(n, torch.ones(2, requires_grad=True) * 2)
_, n, _ = request()
answer(n, [torch.full((2,), 2.0)])
"""
    wall = student(hostile(attack), IMPATIENCE)
    x = torch.ones(2, requires_grad=True)
    wall.name("f")(x).sum().backward()
    assert x.grad is not None and x.grad.tolist() == [2.0, 2.0]
