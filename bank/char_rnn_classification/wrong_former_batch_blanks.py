# Les noms complétés par des espaces, qui sont des lettres.
# perd : former_batch_test_letters_and_padding
# dit : l'espace et le a sont des lettres

# %% former_batch
def former_batch(noms):
    noms = [normaliser(nom) for nom in noms]
    T = max(map(len, noms))
    vide = torch.eye(N_LETTRES)[ALPHABET.index(" ")]
    x = torch.stack([torch.cat([encoder(n), vide.expand(T - len(n), -1)]) for n in noms], dim=1)
    return x, torch.tensor([len(n) for n in noms])
