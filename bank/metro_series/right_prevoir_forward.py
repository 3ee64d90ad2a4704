# Avance par forward sur des séquences d'un pas.

# %% prevoir
def prevoir(modele, x, pas):
    with torch.inference_mode():
        etats = modele(x)
        sorties = modele.decode(etats)[-1:]
        while sorties.shape[0] < pas:
            etats = modele(sorties[-1:], etats[-1])
            sorties = torch.cat((sorties, modele.decode(etats)))
    return sorties.clone()
