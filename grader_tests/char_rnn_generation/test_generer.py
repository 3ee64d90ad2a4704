"""Exercise 8: names are made, letter by letter."""

import random

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_generation.models import Script, surely
from grader_tests.char_rnn_generation.statement import DEBUT, FIN, LETTRES, N_SORTIES, indices, word


def _made(generer, model, *arguments, **named):
    name = generer(model, *arguments, **named)
    assert isinstance(name, str), _("generer returns the name as text (str); got {got}").format(
        got=type(name).__name__
    )
    return name


def _chain(length):
    """Return what follows DEBUT and each letter, and the word of `length` letters that it makes.

    Behind FIN comes the first letter again.
    """
    order = torch.randperm(FIN).tolist()
    follows = dict(zip(order, order[1:] + order[:1], strict=True))
    walk = order[:length]
    for one, other in zip([DEBUT, *walk, FIN], [*walk, FIN, order[0]], strict=True):
        follows[one] = other
    return follows, "".join(LETTRES[i] for i in walk)


@check
def test_own_letters(generer):
    """Each letter that is drawn is read next, and the category decides what is said."""
    chains = [_chain(n) for n in (7, 11, 5)]

    def following(category, history):
        return surely(chains[category][0][history[-1]])

    for category in (2, 0, 1):
        text = chains[category][1]
        model = Script(following)
        found = _made(generer, model, category, "", 1.0, 25)
        assert found != text[0] * len(text), _(
            "each step reads DEBUT again: the letter that was drawn is what the network reads next"
        )
        assert found not in {t for k, (_follows, t) in enumerate(chains) if k != category}, _(
            "the name is of another category than the one asked for"
        )
        assert found == text, _(
            "the network does not read the letter that it has just said, in the category asked for"
        )


@check
def test_memory(generer):
    """The network has read DEBUT, the letters given and all that it said, once each, in order."""
    for given in (word(4), "", word(1)):
        length = len(given) + random.randint(4, 8)
        weights = torch.randint(1, FIN, (40,)).tolist()

        def following(_category, history, length=length, weights=weights):
            if len(history) > length:
                return surely(FIN)
            total = sum(w * (i + 1) for w, i in zip(weights, history, strict=False))
            return surely(total % FIN)

        read = [DEBUT, *indices(given)]
        while len(read) <= length:
            read.append(int(following(0, read).argmax()))
        expected = "".join(LETTRES[i] for i in read[1:])
        model = Script(following)
        found = _made(generer, model, 0, given, 1.0, 33)
        assert found.startswith(given), _(
            "the name does not begin with the letters given as `debut`"
        )
        history = model._read
        assert history[:1] == [DEBUT], _(
            "the network does not read DEBUT first, as it did when it was trained"
        )
        assert history[: len(given) + 1] == read[: len(given) + 1], _(
            "the network has not read all letters of `debut`, once each, in order, after DEBUT"
        )
        assert len(history) > len(given) + 1, _(
            "the network starts anew at each letter: hand it the state (hidden) that it returned"
        )
        assert found == expected, _(
            "the network should read DEBUT, the letters of `debut`, then each letter it says, once "
            "each, the state being handed on from call to call"
        )


@check
def test_end(generer):
    """FIN ends the name and is no part of it."""
    for length in (0, 1, random.randint(4, 9)):
        follows, expected = _chain(length)

        def following(_category, history, follows=follows):
            return surely(follows[history[-1]])

        found = _made(generer, Script(following), 1, "", 1.0, 33)
        assert len(found) != 33, _(
            "FIN does not stop the generation: it goes on to the greatest length"
        )
        assert found != expected[:-1] or not expected, _("the last letter before FIN is lost")
        assert found == expected, _(
            "the name ends before FIN, and holds nothing of FIN or of what comes after it"
        )


@check
def test_greatest_length(generer):
    """Without FIN the name has longueur_max letters, those of debut included; 20 if not said."""
    letter = random.randrange(FIN)

    def following(_category, _history):
        return surely(letter)

    for given, longest in (("", 9), (word(3), 12), (word(6), 6), (word(7), 4), ("", 1)):
        found = _made(generer, Script(following), 0, given, 1.0, longest)
        wanted = max(longest, len(given))
        assert not given or len(found) != longest + len(given), _(
            "longueur_max counts the letters that are added: those of `debut` count as well"
        )
        assert len(found) == wanted, _(
            "without FIN the name has {got} letters instead of {wanted} (debut of {n}, "
            "longueur_max of {longest}): the loop runs once too often or too seldom?"
        ).format(got=len(found), wanted=wanted, n=len(given), longest=longest)
    assert len(_made(generer, Script(following), 0)) == 20, _(
        'generer(modele, categorie) uses debut="", temperature=1.0 and longueur_max=20'
    )


@check
def test_temperature(generer):
    """Letters are drawn at the temperature given: 0 takes the best, 4 dares more than 1."""
    best, other = random.sample(range(FIN), 2)
    scores = torch.full((N_SORTIES,), -300.0)
    scores[best], scores[other] = 4.0, 0.0

    def following(_category, _history):
        return scores

    for temperature, long in ((4.0, 140), (0, 25)):
        found = _made(generer, Script(following), 0, "", temperature, long)
        assert len(found) == long and set(found) <= {LETTRES[best], LETTRES[other]}, _(
            "letters are said that have no chance: draw from softmax(scores / temperature)"
        )
        share = found.count(LETTRES[other]) / long
        if temperature == 0:
            assert share == 0, _(
                "at temperature 0 another letter than the best is said: the temperature is not "
                "handed to tirer"
            )
            continue
        chance = torch.tensor([4.0, 0.0]).div(temperature).softmax(0)[1].item()
        assert share > 0, _(
            "at temperature {t} the best letter is said every time: draw (tirer) instead of argmax"
        ).format(t=temperature)
        # More than five standard deviations.
        assert abs(share - chance) < 5.3 * (chance * (1 - chance) / long) ** 0.5, _(
            "at temperature {t} the second letter comes in {share:.0%} of the cases instead of "
            "{chance:.0%}: is the temperature handed to tirer, once?"
        ).format(t=temperature, share=share, chance=chance)

    # At temperature 1 twelve of 250 letters are the other, none of them once in 200,000 draws.
    scores[best], long = 3.0, 250
    found = _made(generer, Script(following), 0, longueur_max=long)
    chance = torch.tensor([3.0, 0.0]).softmax(0)[1].item()
    share = found.count(LETTRES[other]) / long
    assert 0 < share < chance + 5.3 * (chance * (1 - chance) / long) ** 0.5, _(
        'generer(modele, categorie) uses debut="", temperature=1.0 and longueur_max=20'
    )


@check
def test_mode(generer):
    """The network works in eval mode and without gradients, then is put back into its mode."""
    follows, _text = _chain(5)

    def following(_category, history):
        return surely(follows[history[-1]])

    for training in (True, False):
        model = Script(following).train(training)
        _made(generer, model, 0, "", 1.0, 10)
        assert not any(mode for mode, _grad in model._modes), _(
            "the network is in training mode while it makes a name: modele.eval() first"
        )
        assert not any(grad for _mode, grad in model._modes), _(
            "gradients are kept while a name is made: torch.no_grad() saves their price"
        )
        assert model.training or not training, _(
            "the network stays in eval mode: put it back into training mode if it was in it"
        )
        assert training or not model.training, _(
            "the network was in eval mode and comes back in training mode: put it back into the "
            "mode that it had"
        )
