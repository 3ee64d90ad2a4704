# Tous les noms coupés à la longueur du plus court.
# perd : former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible
# dit : au lieu de

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    T = min(map(len, suites))
    return torch.stack([s[:T] for s in suites], dim=1), torch.tensor([len(s) for s in suites])
