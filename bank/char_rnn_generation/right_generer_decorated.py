# no_grad en décorateur, une liste de lettres.

# %% generer
@torch.no_grad()
def generer(modele, categorie, debut="", temperature=1.0, longueur_max=20):
    mode = modele.training
    modele.eval()
    try:
        cat = torch.tensor([categorie])
        hidden = None
        lettres = list(debut)
        for i in [DEBUT] + [LETTRES.index(c) for c in debut]:
            scores, hidden = modele(cat, torch.tensor([[i]]), hidden)
        for _ in range(longueur_max - len(debut)):
            i = int(tirer(scores[-1], temperature))
            if i == FIN:
                break
            lettres.append(LETTRES[i])
            scores, hidden = modele(cat, torch.tensor([[i]]), hidden=hidden)
        return "".join(lettres)
    finally:
        modele.train(mode)
