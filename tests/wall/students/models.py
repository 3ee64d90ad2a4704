"""An honest student's solution cells: the classes and functions that the wall tests judge."""

import collections
import random

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class RNN_V2(nn.Module):
    n_layers = 1

    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None:
            hidden = self.initHidden().to(input.dtype)
        states = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            states.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=-1), torch.stack(states)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)


class Deep(RNN_V2):
    def __init__(self, *sizes):
        super().__init__(*sizes)
        self.more = nn.Linear(sizes[1], sizes[1])


class LSTM(nn.Module):
    def __init__(self, d, h, classes):
        super().__init__()
        self.rec = nn.LSTM(d, h)
        self.drop = nn.Dropout(0.5)
        self.norm = nn.BatchNorm1d(h)
        self.out = nn.Linear(h, classes)

    def forward(self, x, state=None):
        _, (h, c) = self.rec(x, state)
        return self.out(self.norm(self.drop(h[-1]))), (h, c)


class Tied(nn.Module):
    def __init__(self, n, d):
        super().__init__()
        self.enc = nn.Embedding(n, d)
        self.dec = nn.Linear(d, n, bias=False)
        self.dec.weight = self.enc.weight

    def forward(self, tokens):
        return self.dec(torch.tanh(self.enc(tokens)))


class Stack(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(d, d) for _ in range(3))
        self.register_buffer("mask", torch.full((2,), -torch.inf))

    def forward(self, x, *, scale=1.0):
        for layer in self.layers:
            x = layer(x).relu()
        return {"out": x * scale, "norms": [x.norm(), 2]}


Pair = collections.namedtuple("Pair", "mean last")


def boucle(rnn, seq_x):
    hidden = rnn.initHidden()
    for x in seq_x:
        yhat, states = rnn(x.unsqueeze(0), hidden)
        hidden = states[-1]
    return yhat, hidden


def summary(x, last=-1):
    return Pair(x.mean(0), x[last])


def shout(x):
    print("some noise")  # noqa: T201
    return "é✓", 3, 2.5, None, True, [x.shape, x.dtype, x.device], {"k": (1, 2)}, np.ones(3)


def fails(kind):
    if kind == "assert":
        assert kind == "mine", "mine"
    if kind == "exit":
        raise SystemExit(3)
    if kind == "own":
        raise type("Mine", (ValueError,), {})("<script>\x1b[31m" + "a" * 10**5)
    raise ValueError("no such kind")


def doubles(x):
    return x.mul_(2)


def zeroes(model):
    with torch.no_grad():
        for p in model.parameters():
            p.zero_()


def sgd_step(model, x, lr=0.1):
    loss = model(x)[0].sum()
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= lr * p.grad
    return loss.item()


def applies(function, xs):
    return [function(x) for x in xs]


def count(n):
    for i in range(n):
        yield torch.tensor(i)


def noise():
    return torch.rand(3), random.random(), float(np.random.rand())


def causal_mask(n):
    return torch.full((n, n), -torch.inf).triu(1)


class Words:
    def __init__(self, words):
        self.words = list(words)
        self.seen = 0

    def __len__(self):
        return len(self.words)

    def __getitem__(self, i):
        return self.words[i], torch.tensor(len(self.words[i]))


Recurrent = nn.GRU
seq_x = torch.arange(6.0).view(3, 2)
n_hidden = 50
rnn = RNN_V2(4, 3, 2)


def perte_cumulee(model, indices, cible):
    loss = 0
    for index in indices:
        loss = loss + nn.functional.mse_loss(model(index), cible)
    return loss / len(indices)


def evaluer(model, x):
    avant = model.training
    model.eval()
    with torch.no_grad():
        y = model(x)
    model.train(avant)
    return y
