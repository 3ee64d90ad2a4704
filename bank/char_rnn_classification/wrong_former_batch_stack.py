# torch.stack de suites de longueurs différentes.
# perd : classifieur_visible, confusion_test_counts, confusion_visible, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_visible, exactitude_test_accuracy, exactitude_test_mode, exactitude_visible, experience_test_histories, experience_test_recognises_languages, former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible
# dit : stack veut des tailles égales

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    return torch.stack(suites, dim=1), torch.tensor([len(s) for s in suites])
