# FIN est écrite.
# perd : generer_test_end, generer_test_memory, generer_test_own_letters
# perd parfois : generer_visible

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
            nom += (LETTRES + ".")[i]
            if i == FIN:
                break
            lus = torch.tensor([[i]])
    modele.train(mode)
    return nom
