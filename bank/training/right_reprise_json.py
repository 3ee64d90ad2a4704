# L'historique en JSON dans le point de reprise, fichier ouvert à la main.

# %% reprise
import json


def sauver(chemin, model, optim, historique):
    etat = {f"model.{nom}": valeur for nom, valeur in model.state_dict().items()}
    with open(chemin, "wb") as fichier:
        torch.save([etat, optim.state_dict(), torch.default_generator.get_state(), json.dumps(historique)], fichier)


def reprendre(chemin, model, optim):
    with open(chemin, "rb") as fichier:
        etat, adam, generateur, texte = torch.load(fichier)
    with torch.no_grad():
        for nom, parametre in model.named_parameters():
            parametre.copy_(etat[f"model.{nom}"])
    optim.load_state_dict(adam)
    torch.default_generator.set_state(generateur)
    return json.loads(texte)
