# Le réseau lit ses propres prédictions.
# perd : coder_visible
# dit : ses propres prédictions

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    lus, hidden, scores = entrees[:1], None, []
    for _pas in entrees:
        s, hidden = modele(torch.tensor(categories), lus, hidden)
        lus = s.argmax(-1)
        scores.append(s)
    return F.cross_entropy(torch.cat(scores).flatten(0, 1), cibles.flatten())
