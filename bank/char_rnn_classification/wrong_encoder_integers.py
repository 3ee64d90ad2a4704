# F.one_hot rend des entiers.
# perd : classifieur_visible, confusion_visible, encoder_test_one_hot, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, exactitude_visible, experience_test_histories, experience_test_recognises_languages, predire_visible
# dit : veulent des flottants

# %% encoder
def encoder(nom):
    return F.one_hot(torch.tensor([ALPHABET.find(c) % N_LETTRES for c in normaliser(nom)]), N_LETTRES)
