# Le nom à l'envers.
# perd : confusion_test_counts, encoder_test_normalises, encoder_test_one_hot, encoder_test_unknown, encoder_visible, entrainer_test_history, entrainer_test_learns_order, entrainer_test_steps, exactitude_test_accuracy, experience_test_recognises_languages, predire_test_probabilities, predire_test_ranking
# dit : à l'envers

# %% encoder
def encoder(nom):
    return torch.eye(N_LETTRES)[[ALPHABET.find(c) for c in reversed(normaliser(nom))]]
