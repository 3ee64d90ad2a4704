# L'état est détaché entre les pas.
# perd : entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, perte_test_backward
# perd parfois : entrainer_test_learns_by_heart
# dit : un état détaché

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    hidden, scores = None, []
    for pas in entrees:
        s, hidden = modele(torch.tensor(categories), pas.unsqueeze(0), hidden)
        hidden = hidden.detach()
        scores.append(s)
    return F.cross_entropy(torch.cat(scores).flatten(0, 1), cibles.flatten())
