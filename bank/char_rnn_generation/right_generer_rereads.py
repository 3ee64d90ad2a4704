# Tout le début est relu à chaque lettre : plus lent, mais juste.

# %% generer
def generer(modele, categorie, debut="", temperature=1.0, longueur_max=20):
    etait_en_train = modele.training
    modele.eval()
    indices = paires(debut)[0].tolist()
    with torch.inference_mode():
        while len(indices) - 1 < longueur_max:
            scores, _ = modele(torch.LongTensor([categorie]), torch.LongTensor(indices).view(-1, 1))
            suivant = tirer(scores[-1], temperature)[0].item()
            if suivant == FIN:
                break
            indices.append(suivant)
    if etait_en_train:
        modele.train()
    return decoder(indices)
