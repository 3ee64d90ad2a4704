# La moyenne des moyennes par nom.
# perd : perte_test_backward, perte_test_mean_over_letters
# dit : moyenne des moyennes

# %% perte
def perte(modele, categories, mots):
    pertes = []
    for c, mot in zip(categories, mots):
        entree, cible = paires(mot)
        scores, _ = modele(torch.tensor([c]), entree.unsqueeze(1))
        pertes.append(F.cross_entropy(scores[:, 0], cible))
    return torch.stack(pertes).mean()
