"""Exercise 5: the loss under teacher forcing."""

import copy
import random

import torch
import torch.nn.functional as F

from corrige.checks import check, close
from corrige.checks import translate as _
from grader_tests.char_rnn_generation.models import Oracle
from grader_tests.char_rnn_generation.statement import FIN, IGNORE, inputs, targets, word

K = 18


def _scores(oracle, category, text):
    with torch.no_grad():
        return oracle(torch.tensor([category]), torch.tensor(inputs(text)).view(-1, 1))[0][:, 0]


def _is(value, number):
    return close(value, torch.as_tensor(number))


def _loss(perte, oracle, categories, texts):
    value = perte(oracle, categories, texts)
    assert isinstance(value, torch.Tensor), _(
        "perte returns a tensor, which backward can start from, not a number of Python's"
    )
    assert value.numel() == 1, _(
        "perte returns one number, the mean over all letters; got size {got}"
    ).format(got=tuple(value.shape))
    return value.reshape(())


@check
def test_teacher_forcing(perte):
    """At each step the network reads the true letter, and its loss is on the next one, FIN last."""
    for number, text in enumerate((word(6), word(9), word(3))):
        oracle, category = Oracle(K), K - 1 - number
        wanted, scores = torch.tensor(targets(text)), _scores(oracle, category, text)
        found = _loss(perte, oracle, [category], [text])
        each = F.cross_entropy(scores, wanted, reduction="none")
        if _is(found, each.mean()):
            continue
        assert not _is(found, each.sum()), _(
            "the loss is the sum over the letters: their mean was asked for"
        )
        assert not _is(found, each[:-1].mean()), _(
            "the step that foresees FIN does not count in the loss: the network would never learn "
            "to stop"
        )
        assert not _is(found, each[1:].mean()), _(
            "the step that foresees the first letter does not count in the loss"
        )
        assert not _is(found, each[-1]), _("only the last step counts in the loss")
        assert not _is(found, F.cross_entropy(scores.softmax(-1), wanted)), _(
            "a Softmax is applied before cross_entropy, which wants the raw scores"
        )
        assert not _is(found, -each.mean()), _("the loss has the wrong sign")
        assert not _is(found, _free_running(oracle, category, wanted)), _(
            "the network reads its own guesses: under teacher forcing it reads the true letters, "
            "whatever it has foreseen"
        )
        assert not _is(found, _without_memory(oracle, category, text, wanted)), _(
            "each letter is read from a new state: hand the state on (hidden), or give the whole "
            "sequence in one call"
        )
        for other in set(range(K)) - {category}:
            assert not _is(found, F.cross_entropy(_scores(oracle, other, text), wanted)), _(
                "the loss is computed for another category than the name's"
            )
        raise AssertionError(
            _(
                "the loss is not the mean cross-entropy between the scores on the inputs and the "
                "targets of exercise 2"
            )
        )


@check
def test_mean_over_letters(perte):
    """In a batch each letter counts alike, completed steps not at all, each in its category."""
    for _number in range(3):
        oracle = Oracle(K)
        texts = [word(n) for n in random.sample((1, 2, 3, 6, 8, 11, 14), 5)]
        categories = [random.randrange(K) for _text in texts[1:]]
        categories.append((categories[0] + 1) % K)
        pairs = list(zip(categories, texts, strict=True))
        each = [
            F.cross_entropy(_scores(oracle, c, text), torch.tensor(targets(text)), reduction="none")
            for c, text in pairs
        ]
        found, T = _loss(perte, oracle, categories, texts), max(map(len, texts)) + 1
        total = torch.cat(each).sum()
        if _is(found, total / sum(map(len, each))):
            continue
        assert not _is(found, total / (T * len(texts))), _(
            "the sum is divided by T x B: completed steps count in the mean; divide by the number "
            "of true letters"
        )
        assert not _is(found, torch.stack([e.mean() for e in each]).mean()), _(
            "the loss is the mean of the names' means: in a batch every letter counts alike, so "
            "long names weigh more"
        )
        assert not _is(found, total / len(texts)), _(
            "the loss is divided by the number of names: the mean over the letters was asked for"
        )
        assert not _is(found, _with_completion(oracle, pairs, T)), _(
            "the steps behind a short name count in the loss: ignore them (IGNORE)"
        )
        wrong = [(categories[0], text) for text in texts]
        assert not _is(found, _whole(oracle, wrong)), _(
            "all names are read in the category of the first one"
        )
        raise AssertionError(
            _(
                "the loss of a batch is not the mean over all its letters, each name being read in "
                "its own category"
            )
        )


@check
def test_backward(perte):
    """The loss can be gone down: backward gives the network the gradient of the mean."""
    oracle, texts, categories = Oracle(K), [word(5), word(8), word(2)], [K - 1, 0, 1]
    twin = copy.deepcopy(oracle)
    found = _loss(perte, oracle, categories, texts)
    assert found.requires_grad, _(
        "the loss is cut off from the network (detach, item, no_grad?): backward cannot start"
    )
    found.backward()
    _whole(twin, list(zip(categories, texts, strict=True)), grad=True).backward()
    for mine, theirs in zip(twin.parameters(), oracle.parameters(), strict=True):
        got = torch.zeros_like(mine) if theirs.grad is None else theirs.grad
        assert close(got, mine.grad), _(
            "backward does not give the gradient of the loss: a part of the graph is cut (a state "
            "that is detached between steps, a tensor rebuilt from numbers?)"
        )


def _whole(oracle, pairs, grad=False):
    with torch.set_grad_enabled(grad):
        scores, wanted = [], []
        for category, text in pairs:
            entree = torch.tensor(inputs(text)).view(-1, 1)
            scores.append(oracle(torch.tensor([category]), entree)[0][:, 0])
            wanted += targets(text)
        return F.cross_entropy(torch.cat(scores), torch.tensor(wanted))


@torch.no_grad()
def _free_running(oracle, category, wanted):
    letter, hidden, scores = inputs("")[0], None, []
    for _step in wanted:
        out, hidden = oracle(torch.tensor([category]), torch.tensor([[letter]]), hidden)
        scores.append(out[0, 0])
        letter = int(scores[-1].argmax())
    return F.cross_entropy(torch.stack(scores), wanted)


@torch.no_grad()
def _without_memory(oracle, category, text, wanted):
    scores = [
        oracle(torch.tensor([category]), torch.tensor([[letter]]))[0][0, 0]
        for letter in inputs(text)
    ]
    return F.cross_entropy(torch.stack(scores), wanted)


@torch.no_grad()
def _with_completion(oracle, pairs, T):
    total = []
    for category, text in pairs:
        more = T - len(text) - 1
        entree = torch.tensor([*inputs(text), *[FIN] * more]).view(-1, 1)
        scores = oracle(torch.tensor([category]), entree)[0][:, 0]
        wanted = torch.tensor([*targets(text), *[FIN] * more])
        total.append(F.cross_entropy(scores, wanted, reduction="none", ignore_index=IGNORE))
    return torch.cat(total).mean()
