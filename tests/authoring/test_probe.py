"""Whether a mutant is another solution is found out beside the notebook."""

import json
import random

import numpy
import pytest
import torch

from corrige.authoring.proving.probe import corrige_probe

DRAWS = {
    "torch": "torch.randperm(len(x))",
    "random": "random.sample(range(len(x)), len(x))",
    "numpy": "numpy.random.permutation(len(x))",
}


@pytest.mark.parametrize("generator", DRAWS)
@pytest.mark.parametrize(
    ("changed", "verdict"), [("a, b = 1, 0", "equivalent"), ("b, a = 1, 0", "different")]
)
def test_what_draws_at_random_is_compared_on_the_same_draws(
    generator, changed, verdict, capsys
) -> None:
    text = f"def f(x):\n    b, a = 0, 1\n    return [a * x[int(i)] + b for i in {DRAWS[generator]}]"
    assert _verdict(text, text.replace("b, a = 0, 1", changed), capsys) == verdict


@pytest.mark.parametrize(("changed", "verdict"), [("w * y", "equivalent"), ("y - w", "different")])
def test_a_training_whose_data_cannot_learn_is_compared_without_gradients_of_it(
    changed, verdict, capsys
) -> None:
    text = """
def f(x):
    y, w = x / x.sum(), torch.ones(5, requires_grad=True)
    for _ in range(2):
        (y * w).square().sum().backward()
    return w.grad
"""
    assert _verdict(text, text.replace("y * w", changed), capsys) == verdict


@pytest.mark.parametrize(
    ("changed", "verdict"), [("x.flip(0).sum()", "equivalent"), ("x[1:].sum()", "different")]
)
def test_numbers_may_differ_by_what_the_order_of_sums_does(changed, verdict, capsys) -> None:
    text = "def f(x):\n    return 1 + x.sum().item() / 3"
    assert _verdict(text, text.replace("x.sum()", changed), capsys) == verdict


def _verdict(text: str, mutant: str, capsys) -> str:
    namespace = {"torch": torch, "random": random, "numpy": numpy}
    exec(text, namespace)
    request = {
        "do": "compare",
        "names": ["f"],
        "mutant": mutant,
        "line": 2,
        "tests": [{"cell": "f_test", "source": "f(torch.rand(5))"}],
        "seeds": [0, 1],
    }
    corrige_probe.main(namespace, json.dumps(request))
    (line,) = capsys.readouterr().out.splitlines()
    return str(json.loads(line.removeprefix(corrige_probe.MARK))["verdict"])
