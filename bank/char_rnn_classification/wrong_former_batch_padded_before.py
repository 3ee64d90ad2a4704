# Le padding est mis avant les noms.
# perd : confusion_test_counts, exactitude_test_accuracy, former_batch_test_letters_and_padding
# perd parfois : experience_test_recognises_languages
# dit : le padding va après le nom

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    T = max(map(len, suites))
    x = torch.stack([F.pad(s, (0, 0, T - len(s), 0)) for s in suites], dim=1)
    return x, torch.tensor([len(s) for s in suites])
