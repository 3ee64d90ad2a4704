# nn.CrossEntropyLoss, les classes en deuxième axe.

# %% perte
critere = nn.CrossEntropyLoss(ignore_index=IGNORE)


def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    sortie = modele(torch.tensor(categories), entrees)[0]
    return critere(sortie.permute(1, 2, 0), cibles.permute(1, 0))
