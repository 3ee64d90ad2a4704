"""Exercise 6, the end: the network that was trained on the names of the course."""

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import batch


@check
def test_recognises_languages(reseau, noms_validation, cibles_validation):
    """The trained network finds the language of new names far more often than chance does."""
    assert isinstance(reseau, torch.nn.Module), _(
        "reseau is the network after training, a Classifieur"
    )
    reseau.eval()
    with torch.no_grad():
        found = reseau(*batch(noms_validation)).argmax(1)
    right = (found == torch.tensor(cibles_validation)).float().mean().item()
    assert right > 0.4, _(
        "{right:.0%} of the names of validation get their language; always the same language gives "
        "13 %, and some epochs on the names to learn from well over 50 %: was this network "
        "trained, on noms_apprentissage and cibles_apprentissage?"
    ).format(right=right)
