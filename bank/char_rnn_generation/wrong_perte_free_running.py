# Le réseau lit ses propres prédictions.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_steps_of_adam, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : ses propres prédictions

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    lus, hidden, scores = entrees[:1], None, []
    for _pas in entrees:
        s, hidden = modele(torch.tensor(categories), lus, hidden)
        lus = s.argmax(-1)
        scores.append(s)
    return F.cross_entropy(torch.cat(scores).flatten(0, 1), cibles.flatten())
