# Le début n'est pas lu, seulement recopié.
# perd : generer_test_memory
# dit : toutes les lettres de `debut`

# %% generer
def generer(modele, categorie, debut="", temperature=1.0, longueur_max=20):
    mode = modele.training
    modele.eval()
    nom, hidden = debut, None
    lus = torch.tensor([[DEBUT]])
    with torch.no_grad():
        while len(nom) < longueur_max:
            scores, hidden = modele(torch.tensor([categorie]), lus, hidden)
            i = tirer(scores[-1], temperature).item()
            if i == FIN:
                break
            nom += LETTRES[i]
            lus = torch.tensor([[i]])
    modele.train(mode)
    return nom
