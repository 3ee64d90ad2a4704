"""Exercise 2: which calls are possible, and why the network is not recurrent."""

from corrige.checks import check
from corrige.checks import translate as _


def _size(value):
    try:
        return tuple(int(n) for n in value)
    except (TypeError, ValueError):
        raise AssertionError(
            _("a size is a tuple of whole numbers, such as (10, 2); got {got}").format(
                got=type(value).__name__
            )
        ) from None


@check
def test_sizes_of_both_calls(
    taille_yhat_1, taille_hidden_1, taille_yhat_2, taille_hidden_2, appels_possibles
):
    """Which calls are possible, and the sizes that each gives."""
    assert set(appels_possibles) == {1, 2}, _(
        "both calls are possible: nn.Linear acts on the last axis, whatever comes before it"
    )
    assert _size(taille_yhat_1) == (23, 10, 2) and _size(taille_hidden_1) == (23, 10, 50), _(
        "proposition 1: the cell is applied to the 23 x 10 inputs side by side, so both leading "
        "axes stay in the output and the state"
    )
    assert _size(taille_yhat_2) == (10, 2) and _size(taille_hidden_2) == (10, 50), _(
        "proposition 2: seq_x[0] is the first step alone, the axis of time is gone"
    )


@check
def test_dependence_on_the_past(depend_du_passe_1, depend_du_passe_2, depend_du_passe_avec_etat):
    """Which inputs each output depends on."""
    for answer in (depend_du_passe_1, depend_du_passe_2, depend_du_passe_avec_etat):
        assert isinstance(answer, bool), _("answer by True or False")
    assert not depend_du_passe_1, _(
        "proposition 1: every step starts from zeros, so the output at t knows nothing of the "
        "inputs before t: the network is not recurrent"
    )
    assert not depend_du_passe_2, _("proposition 2: there is nothing before the first step")
    assert depend_du_passe_avec_etat, _(
        "the state given back by the first call carries what was seen: handed to the second call, "
        "it makes its output depend on seq_x[0]"
    )
