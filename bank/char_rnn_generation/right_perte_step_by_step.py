# Un pas après l'autre, l'état transmis.

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    cat = torch.as_tensor(categories)
    hidden, total = None, 0
    for t in range(len(entrees)):
        scores, hidden = modele(cat, entrees[t : t + 1], hidden)
        total = total + F.cross_entropy(scores[0], cibles[t], reduction="sum", ignore_index=IGNORE)
    return total / sum(len(mot) + 1 for mot in mots)
