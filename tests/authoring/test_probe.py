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
    namespace = {"torch": torch, "random": random, "numpy": numpy}
    exec(text, namespace)
    request = {
        "do": "compare",
        "names": ["f"],
        "mutant": text.replace("b, a = 0, 1", changed),
        "line": 2,
        "tests": [{"cell": "f_test", "source": "f([1.5, 2.5, 3.5, 4.5, 5.5])"}],
        "seeds": [0, 1],
    }
    corrige_probe.main(namespace, json.dumps(request))
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line.removeprefix(corrige_probe.MARK))["verdict"] == verdict
