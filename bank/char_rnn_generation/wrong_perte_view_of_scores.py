# view mélange les classes et le temps.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, perte_test_backward, perte_test_mean_over_letters

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    scores = scores.view(scores.size(0), -1, scores.size(1))
    return F.cross_entropy(scores, cibles)
