# Un ensemble de couples, mélangé, et les cibles dans un tenseur.

# %% lire
def lire(textes):
    langues = tuple(sorted(textes.keys()))
    couples = {
        (normaliser(ligne), langues.index(langue))
        for langue, texte in textes.items()
        for ligne in texte.splitlines()
        if ligne.strip() and not ligne.lstrip().startswith("#")
    }
    couples = sorted(couples)
    random.Random(0).shuffle(couples)
    noms, cibles = zip(*couples)
    return list(noms), torch.tensor(cibles), list(langues)

# %% partager
def partager(cibles, part=0.2, graine=0):
    cibles = torch.as_tensor(cibles)
    generateur = torch.Generator().manual_seed(graine)
    apprentissage, validation = [], []
    for langue in cibles.unique():
        indices = (cibles == langue).nonzero().flatten()
        indices = indices[torch.randperm(len(indices), generator=generateur)]
        n = int(part * len(indices))
        validation.extend(indices[:n].tolist())
        apprentissage.extend(indices[n:].tolist())
    return apprentissage, validation
