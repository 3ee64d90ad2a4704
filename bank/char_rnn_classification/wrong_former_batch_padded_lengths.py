# longueurs est T pour tous.
# perd : former_batch_test_sizes, former_batch_visible
# dit : les vraies longueurs sont perdues

# %% former_batch
def former_batch(noms):
    x = nn.utils.rnn.pad_sequence([encoder(nom) for nom in noms])
    return x, torch.tensor([len(x)] * len(noms))
