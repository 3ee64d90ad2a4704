# torch.stack de suites de longueurs différentes.
# perd : former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible
# dit : stack veut des tailles égales

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    return torch.stack(suites, dim=1), torch.tensor([len(s) for s in suites])
