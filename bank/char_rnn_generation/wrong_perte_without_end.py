# Le dernier pas, FIN, est oublié.
# perd : coder_visible
# dit : n'apprendrait jamais à s'arrêter

# %% perte
def perte(modele, categories, mots):
    morceaux = []
    for c, mot in zip(categories, mots):
        entree, cible = paires(mot)
        scores, _ = modele(torch.tensor([c]), entree.unsqueeze(1))
        morceaux.append(F.cross_entropy(scores[:-1, 0], cible[:-1], reduction="none"))
    return torch.cat(morceaux).mean()
