# Récursive.

# %% generer
def generer(modele, categorie, debut="", temperature=1.0, longueur_max=20):
    def suite(lus, hidden, place):
        if place <= 0:
            return ""
        scores, hidden = modele(torch.tensor([categorie]), lus, hidden)
        tirage = tirer(scores[-1], temperature)
        if tirage == FIN:
            return ""
        return LETTRES[tirage] + suite(tirage.view(1, 1), hidden, place - 1)

    avant = modele.training
    modele.train(False)
    torch.set_grad_enabled(False)
    nom = debut + suite(paires(debut)[0].view(-1, 1), None, longueur_max - len(debut))
    torch.set_grad_enabled(True)
    modele.train(avant)
    return nom
