"""Exercise 4: the network, whatever recurrence it is made of."""

import torch
import torch.nn.functional as F

from corrige.checks import check, check_gradient, close, differ
from corrige.checks import translate as _

S = {"n_categories": 4, "n_entrees": 9, "n_hidden": 10, "n_sorties": 6}


def _network(Generateur, sizes=None, scale=0.7):
    model = Generateur(*(sizes or S).values())
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(scale * torch.randn_like(parameter))
    return model


def _data(T, B, sizes=None):
    s = sizes or S
    return torch.randint(s["n_categories"], (B,)), torch.randint(s["n_entrees"], (T, B))


def _other(values, n):
    """Return indices that all differ from `values`."""
    return (values + torch.randint(1, n, values.shape)) % n


def _scores(result):
    assert isinstance(result, tuple) and len(result) == 2, _(
        "forward returns two things: scores, hidden"
    )
    return result[0]


@check
def test_sizes(Generateur):
    """The scores have size (T, B, number of outputs), for any sizes, for one step as for many."""
    for T, B in ((6, 3), (1, 5), (8, 1), (1, 1)):
        numbers = (torch.randperm(9)[:4] + 3).tolist()
        sizes = dict(zip(S, numbers, strict=True))
        scores = _scores(_network(Generateur, sizes)(*_data(T, B, sizes)))
        assert scores.shape != (B, T, sizes["n_sorties"]) or T == B, _(
            "the scores have the batch before time: (T, B, n_sorties) was asked for"
        )
        assert scores.shape != (B, sizes["n_sorties"]) or T == 1, _(
            "the scores are those of the last step alone: each step foresees a letter, (T, B, "
            "n_sorties) was asked for"
        )
        assert scores.shape == (T, B, sizes["n_sorties"]), _(
            "scores of size {got} instead of ({T}, {B}, {N}): time, batch, n_sorties"
        ).format(got=tuple(scores.shape), T=T, B=B, N=sizes["n_sorties"])


@check
def test_raw_scores(Generateur):
    """The scores are raw: cross_entropy and the temperature do the rest."""
    scores = _scores(_network(Generateur, scale=1.5)(*_data(9, 8)))
    ones = torch.ones(9, 8)
    assert not close(scores.logsumexp(-1), torch.zeros(9, 8)), _(
        "the scores are log-probabilities: cross_entropy applies LogSoftmax itself, leave it to it"
    )
    assert not close(scores.sum(-1), ones) and not close(scores.sum(0), torch.ones(8, 6)), _(
        "the scores are probabilities (a Softmax in the network?): cross_entropy wants raw scores"
    )
    assert scores.min() < 0 < scores.max() and scores.abs().max() > 1.01, _(
        "the scores are squeezed by an activation (relu, tanh, sigmoid?): a linear layer comes last"
    )


@check
def test_category_at_every_step(Generateur):
    """Each example's category acts on each step, also on one that continues from a given state."""
    model = _network(Generateur)
    categories, entrees = _data(5, 6)
    others = _other(categories, S["n_categories"])
    scores, hidden = model(categories, entrees)
    changed = model(others, entrees)[0]
    assert differ(scores[0], changed[0]), _(
        "the category changes nothing: it is not among what the recurrence reads"
    )
    one = others.clone()
    one[1:] = categories[1:]
    mixed = model(one, entrees)[0]
    assert close(mixed[:, 1:], scores[:, 1:]) and close(mixed[:, 0], changed[:, 0]), _(
        "the category of one example changes another's scores: each column has its own category"
    )
    step = torch.randint(S["n_entrees"], (1, 6))
    after, instead = model(categories, step, hidden)[0], model(others, step, hidden)[0]
    for column in range(6):
        assert differ(after[:, column], instead[:, column]), _(
            "with a state that is given, the category changes nothing: it counts for the first "
            "state alone; it is read with the letter at each step"
        )


@check
def test_follows_time(Generateur):
    """Scores at t depend on the letters up to t, on each of them, and on no other name."""
    model = _network(Generateur)
    T, B = 6, 4
    categories, entrees = _data(T, B)
    scores = _scores(model(categories, entrees))
    for t in range(T):
        changed = entrees.clone()
        changed[t, 1] = _other(entrees[t, 1], S["n_entrees"])
        found = _scores(model(categories, changed))
        assert close(found[:, [0, 2, 3]], scores[:, [0, 2, 3]]), _(
            "a letter of one name changes the scores of another: names of a batch have nothing to "
            "do with each other (an axis taken for another?)"
        )
        assert close(found[:t, 1], scores[:t, 1]), _(
            "a letter changes scores before it: the network sees the answer it has to foresee "
            "(bidirectional, or a sequence read backwards?)"
        )
        assert differ(found[t, 1], scores[t, 1]), _(
            "the letter read at a step does not count in the scores of that step"
        )
        if t + 1 < T:
            assert differ(found[t + 1, 1], scores[t + 1, 1]), _(
                "a letter has no influence on the next step: the state is not carried"
            )


@check
def test_state_continues(Generateur):
    """The state that forward returns, given back, continues the sequence; without it one begins."""
    model = _network(Generateur)
    categories, entrees = _data(6, 3)
    scores = _scores(model(categories, entrees))
    for cut in (1, 4):
        first, hidden = model(categories, entrees[:cut])
        second, _hidden = model(categories, entrees[cut:], hidden)
        fresh = _scores(model(categories, entrees[cut:]))
        assert close(first, scores[:cut]), _(
            "two calls with the same letters give different scores: a state is kept between calls "
            "(self.hidden?), or noise is drawn (no dropout in this network)"
        )
        assert not close(second, fresh), _(
            "the state given as `hidden` is ignored: each call starts anew"
        )
        assert close(second, scores[cut:]), _(
            "a sequence cut in two, its state handed on, does not give the scores of the whole: "
            "the state returned must be the last one, complete, and be the one to start from"
        )
    hidden = None
    for t in range(6):
        step, hidden = model(categories, entrees[t : t + 1], hidden)
        assert close(step[0], scores[t]), _(
            "letter by letter, the scores are not those of the whole sequence"
        )


@check
def test_learns(Generateur):
    """Every weight gets a gradient, the true one, through all steps; nothing is drawn at random."""
    model = _network(Generateur, scale=0.4)
    T, B = 4, 12
    categories = torch.arange(B) % S["n_categories"]
    entrees = (torch.arange(T * B).view(T, B) * 2) % S["n_entrees"]
    once, again = (_scores(model(categories, entrees)) for _number in range(2))
    assert close(once, again), _(
        "in training mode two calls give different scores: dropout, or a layer created in forward?"
    )
    assert once.requires_grad, _("the scores have no gradient: the graph is cut")
    F.cross_entropy(once.flatten(0, 1), torch.arange(T * B) % S["n_sorties"]).backward()
    mute = [n for n, p in model.named_parameters() if p.grad is None or not p.grad.any()]
    assert not mute, _("these weights get no gradient from the loss: {names}").format(
        names=", ".join(mute)
    )
    check_gradient(lambda twin: twin(categories, entrees)[0], (), model=model)
