# Les numéros des lettres au lieu des lignes.
# perd : classifieur_visible, confusion_test_counts, confusion_visible, encoder_test_normalises, encoder_test_one_hot, encoder_test_unknown, encoder_visible, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, exactitude_test_accuracy, exactitude_test_mode, exactitude_visible, experience_test_histories, experience_test_recognises_languages, former_batch_test_sizes, former_batch_visible, predire_test_mode, predire_test_probabilities, predire_test_ranking, predire_visible
# dit : les numéros des lettres

# %% encoder
def encoder(nom):
    return torch.tensor([ALPHABET.find(c) % N_LETTRES for c in normaliser(nom)])
