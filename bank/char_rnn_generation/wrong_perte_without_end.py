# Le dernier pas, FIN, est oublié.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : n'apprendrait jamais à s'arrêter

# %% perte
def perte(modele, categories, mots):
    morceaux = []
    for c, mot in zip(categories, mots):
        entree, cible = paires(mot)
        scores, _ = modele(torch.tensor([c]), entree.unsqueeze(1))
        morceaux.append(F.cross_entropy(scores[:-1, 0], cible[:-1], reduction="none"))
    return torch.cat(morceaux).mean()
