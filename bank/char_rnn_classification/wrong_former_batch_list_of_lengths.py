# Les longueurs dans une liste.
# perd : classifieur_visible, confusion_visible, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, exactitude_visible, experience_test_histories, experience_test_recognises_languages, former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible, predire_visible
# dit : deux tenseurs

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    return nn.utils.rnn.pad_sequence(suites), [len(s) for s in suites]
