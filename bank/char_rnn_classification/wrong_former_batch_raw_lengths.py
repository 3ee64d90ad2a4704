# Les longueurs des noms bruts, avant de normaliser.
# perd : former_batch_test_sizes
# dit : une fois normalisé

# %% former_batch
def former_batch(noms):
    return nn.utils.rnn.pad_sequence([encoder(n) for n in noms]), torch.tensor([len(n) for n in noms])
