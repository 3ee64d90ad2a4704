# (T, 1, N), comme dans le tutoriel qui traite un nom à la fois.
# perd : classifieur_visible, confusion_test_counts, confusion_visible, encoder_test_normalises, encoder_test_one_hot, encoder_test_unknown, encoder_visible, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, exactitude_test_accuracy, exactitude_test_mode, exactitude_visible, experience_test_histories, experience_test_recognises_languages, former_batch_test_sizes, former_batch_visible, predire_test_mode, predire_test_probabilities, predire_test_ranking, predire_visible
# dit : un axe de batch

# %% encoder
def encoder(nom):
    nom = normaliser(nom)
    x = torch.zeros(len(nom), 1, N_LETTRES)
    for t, lettre in enumerate(nom):
        x[t, 0, ALPHABET.find(lettre)] = 1
    return x
