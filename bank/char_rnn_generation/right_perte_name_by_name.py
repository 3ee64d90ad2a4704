# Chaque nom à part, sans complétion.

# %% perte
def perte(modele, categories, mots):
    morceaux = []
    for c, mot in zip(categories, mots):
        entree, cible = paires(mot)
        scores, _ = modele(torch.tensor([c]), entree[:, None])
        morceaux.append(F.cross_entropy(scores.squeeze(1), cible, reduction="none"))
    return torch.cat(morceaux).mean()
