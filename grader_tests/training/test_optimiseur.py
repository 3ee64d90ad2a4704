"""Exercise 4: optimiseur, SGD or Adam on all parameters."""

from corrige.checks import check
from corrige.checks import translate as _


@check
def test_settings(optimiseur, SansMemoire):
    """The right algorithm, the step asked for, all parameters of the network."""
    model = SansMemoire(9, 3)
    total = len(list(model.parameters()))
    for name, lr in (("sgd", 0.3), ("adam", 0.007), ("sgd", 0.01), ("adam", 0.2)):
        state = optimiseur(model, name, lr).state_dict()
        groups = state["param_groups"]
        assert sum(len(group["params"]) for group in groups) == total, _(
            "the optimiser has {found} parameters of the network's {total}: model.parameters() "
            "gives all of them"
        ).format(found=sum(len(group["params"]) for group in groups), total=total)
        for group in groups:
            kind = "adam" if "betas" in group else "sgd"
            assert kind == name, _(
                'optimiseur(model, "{name}", lr) gives another algorithm ({kind})'
            ).format(name=name, kind=kind)
            assert group["lr"] == lr, _(
                "the step of the optimiser is {found}, lr = {lr} was asked for"
            ).format(found=group["lr"], lr=lr)
            assert not group.get("weight_decay") and not group.get("momentum"), _(
                "the other settings are to stay torch's own: no momentum, no weight_decay (AdamW "
                "has one)"
            )
            assert not group.get("amsgrad") and not group.get("maximize"), _(
                "the other settings are to stay torch's own: neither amsgrad nor maximize"
            )
