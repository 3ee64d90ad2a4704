"""What the wall costs: the same calls on a student's model in one process and behind the wall.

    python bench/wall.py [--seconds N]

The model is the course's RNN_V2 (100 inputs, 50 hidden units, 2 classes) on sequences of 23 steps
and batches of 10; both sides use one thread. Times are medians in milliseconds.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from corrige.wall.channel import Channel
from corrige.wall.link import Patience
from corrige.wall.proxy import Wall

STUDENT = """
import torch
import torch.nn as nn
import torch.nn.functional as F


class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        hidden = torch.zeros(1, self.hidden_size) if hidden is None else hidden
        states = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            states.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(states)
"""

SERVE = """
import sys, torch
torch.set_num_threads(1)
from corrige.wall.agent import serve
serve(int(sys.argv[1]))
"""


def tasks(kind: Any) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name, for one way of reaching the student's class."""
    x, y = torch.rand(23, 10, 100), torch.randint(0, 2, (10,))
    model = kind(100, 50, 2)

    def forward_backward() -> None:
        model.zero_grad()
        nn.functional.nll_loss(model(x)[0], y).backward()

    def adam() -> None:
        learner = kind(100, 50, 2)
        optimizer = torch.optim.Adam(learner.parameters())
        for _ in range(50):
            optimizer.zero_grad()
            nn.functional.nll_loss(learner(x)[0], y).backward()
            optimizer.step()

    return {
        "construct": lambda: kind(100, 50, 2),
        "forward": lambda: model(x),
        "forward + backward": forward_backward,
        "50 Adam steps": adam,
    }


def median(task: Callable[[], object], seconds: float) -> float:
    """Return the median time of a call in milliseconds, over about `seconds`."""
    task()
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < until:
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=1.5, help="time for one measurement")
    seconds = parser.parse_args().seconds
    torch.set_num_threads(1)
    here: dict[str, Any] = {}
    exec(STUDENT, here)
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-c", STUDENT + SERVE, str(theirs.fileno())]
    with subprocess.Popen(command, pass_fds=[theirs.fileno()]) as process:
        theirs.close()
        wall = Wall(Channel(ours), Patience(cell=3600))
        wall.begin_cell(seed=1)
        near, far = tasks(here["RNN_V2"]), tasks(wall.name("RNN_V2"))
        print(f"{'':20}{'in process':>12}{'behind wall':>13}{'added':>10}{'ratio':>8}   (ms)")
        for name in near:
            alone, walled = median(near[name], seconds), median(far[name], seconds)
            print(
                f"{name:20}{alone:12.2f}{walled:13.2f}{walled - alone:+10.2f}{walled / alone:8.2f}"
            )
        wall.end()
        wall.channel.close()
        process.wait(10)


if __name__ == "__main__":
    main()
