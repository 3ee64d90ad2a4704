# Un seul mélange de toute la liste, puis un compte par langue.

# %% partager
def partager(cibles, part=0.2, graine=0):
    ordre = torch.randperm(len(cibles), generator=torch.Generator().manual_seed(graine)).tolist()
    total = {c: cibles.count(c) for c in cibles}
    pris = dict.fromkeys(total, 0)
    parts = [], []
    for i in ordre:
        c = cibles[i]
        a_valider = pris[c] < round(part * total[c])
        pris[c] += a_valider
        parts[a_valider].append(i)
    return parts
