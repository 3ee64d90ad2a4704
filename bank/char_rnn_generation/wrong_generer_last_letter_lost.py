# La dernière lettre avant FIN est retirée.
# perd : generer_test_end, generer_test_memory, generer_test_own_letters
# dit : lettre avant FIN est perdue

# %% generer
def generer(modele, categorie, debut="", temperature=1.0, longueur_max=20):
    mode = modele.training
    modele.eval()
    nom, hidden = debut, None
    lus = paires(debut)[0].unsqueeze(1)
    with torch.no_grad():
        while len(nom) < longueur_max:
            scores, hidden = modele(torch.tensor([categorie]), lus, hidden)
            i = tirer(scores[-1], temperature).item()
            if i == FIN:
                nom = nom[:-1]
                break
            nom += LETTRES[i]
            lus = torch.tensor([[i]])
    modele.train(mode)
    return nom
