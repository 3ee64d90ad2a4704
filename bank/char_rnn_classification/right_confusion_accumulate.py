# index_put_ avec accumulate ; une boucle sur les lignes.

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    
    m = torch.zeros((n_langues,) * 2, dtype=torch.int)
    return m.index_put_((torch.tensor(cibles), trouvees), torch.tensor(1, dtype=torch.int), accumulate=True)


def proportions(matrice):
    parts = torch.zeros(matrice.shape)
    for i, ligne in enumerate(matrice):
        if ligne.any():
            parts[i] = ligne / ligne.sum()
    return parts
