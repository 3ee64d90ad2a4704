"""Exercise 6, the end: the network that was trained on the names of the course."""

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import LANGUAGES, batch, listed


@check
def test_recognises_languages(reseau, noms_validation, cibles_validation):
    """The trained network finds the language of new names far more often than chance does."""
    assert isinstance(reseau, torch.nn.Module), _(
        "reseau is the network after training, a Classifieur"
    )
    reseau.eval()
    with torch.no_grad():
        scores = reseau(*batch(noms_validation))
    assert scores.shape[-1] == LANGUAGES, _(
        "reseau has {got} scores a name: one a language was expected"
    ).format(got=scores.shape[-1])
    found = scores.argmax(1)
    right = (found == torch.tensor(cibles_validation)).float().mean().item()
    assert right > 0.4, _(
        "{right:.0%} of the names of validation get their language; always the same language gives "
        "13 %, and some epochs on the names to learn from well over 50 %: was this network "
        "trained, on noms_apprentissage and cibles_apprentissage?"
    ).format(right=right)


@check
def test_histories(historique_sac, historique_reseau, sac, noms_validation):
    """Both models were trained, and both histories kept: the loss falls."""
    with torch.no_grad():
        scores = sac(*batch(noms_validation))
    assert scores.std() > 0.5, _(
        "sac gives nearly the same scores for all names: was it trained, for long enough?"
    )
    for history in map(_history, (historique_sac, historique_reseau)):
        assert len(history) > 1 and history[-1] < 0.95 * history[0], _(
            "the loss hardly falls from the first to the last epoch: more epochs, or a larger lr?"
        )


def _history(value):
    assert isinstance(value, list | tuple | torch.Tensor), _(
        "a history is the list that entrainer returns, one number an epoch; got {got}"
    ).format(got=type(value).__name__)
    return listed(value)
