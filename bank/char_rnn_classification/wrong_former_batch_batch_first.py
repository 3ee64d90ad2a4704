# batch_first=True : le batch est le premier axe.
# perd : classifieur_visible, confusion_test_counts, confusion_visible, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, exactitude_test_accuracy, exactitude_test_mode, exactitude_visible, experience_test_histories, experience_test_recognises_languages, former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible, predire_visible
# dit : le batch est le premier axe

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    return nn.utils.rnn.pad_sequence(suites, batch_first=True), torch.tensor([len(s) for s in suites])
