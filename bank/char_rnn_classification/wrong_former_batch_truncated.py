# Tous les noms coupés à la longueur du plus court.
# perd : classifieur_visible, confusion_visible, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, exactitude_visible, experience_test_recognises_languages, former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible
# dit : au lieu de

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    T = min(map(len, suites))
    return torch.stack([s[:T] for s in suites], dim=1), torch.tensor([len(s) for s in suites])
