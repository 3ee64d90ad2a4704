"""Fixtures for the wall: real processes, forked from one that has imported torch."""

from __future__ import annotations

import socket
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from wall_forge import Forge
from wall_setup import MODELS, PATIENCE, Notebook

from corrige.wall.channel import Channel
from corrige.wall.link import Patience
from corrige.wall.proxy import Wall


@pytest.fixture(scope="session")
def forge() -> Iterator[Forge]:
    made = Forge()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def student(forge: Forge) -> Iterator[Callable[..., Wall]]:
    """Start a student's process from source; return the verifier's view of it."""
    walls: list[Wall] = []

    def start(source: str = MODELS, patience: Patience = PATIENCE) -> Wall:
        ours, theirs = socket.socketpair()
        forge.fork("student", theirs, source=textwrap.dedent(source))
        wall = Wall(Channel(ours), patience)
        walls.append(wall)
        wall.begin_cell(seed=11)
        return wall

    yield start
    for wall in walls:
        wall.channel.close()
    forge.kill_children()


@pytest.fixture
def notebook(forge: Forge) -> Iterator[Callable[..., Notebook]]:
    made: list[Notebook] = []

    def start(paths: list[Path] | None = None, patience: Patience = PATIENCE) -> Notebook:
        made.append(Notebook(forge, paths or [], patience))
        return made[-1]

    yield start
    for one in made:
        one.close()
    forge.kill_children()
