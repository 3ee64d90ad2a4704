# longueur_max compte les lettres ajoutées.
# perd : generer_test_greatest_length
# perd parfois : generer_visible
# dit : comptent aussi

# %% generer
def generer(modele, categorie, debut="", temperature=1.0, longueur_max=20):
    mode = modele.training
    modele.eval()
    nom, hidden = debut, None
    lus = paires(debut)[0].unsqueeze(1)
    with torch.no_grad():
        while len(nom) - len(debut) < longueur_max:
            scores, hidden = modele(torch.tensor([categorie]), lus, hidden)
            i = tirer(scores[-1], temperature).item()
            if i == FIN:
                break
            nom += LETTRES[i]
            lus = torch.tensor([[i]])
    modele.train(mode)
    return nom
