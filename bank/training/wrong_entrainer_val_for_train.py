# Le journal et l'historique donnent la perte d'apprentissage sous perte/val.
# perd : entrainer_test_best, entrainer_test_history
# dit : est la perte d'apprentissage

# %% entrainer
def fichiers(dossier):  # fournie : n'y touchez pas
    return {chemin.name: chemin.read_bytes() for chemin in Path(dossier).rglob("*tfevents*")}


def entrainer(model, optim, train, val, loss, epoques, clip, dossier):
    dernier, meilleur = Path(dossier) / "dernier.pt", Path(dossier) / "meilleur.pt"
    historique = reprendre(dernier, model, optim) if dernier.exists() else []
    with SummaryWriter(dossier) as journal:
        for epoque in range(len(historique) + 1, epoques + 1):
            perte = entrainer_epoque(model, train, loss, optim, clip)
            perte_val, exactitude = evaluer(model, val, loss)
            mesures = {"perte/train": perte, "perte/val": perte, "exactitude/val": exactitude}
            historique.append(mesures)
            for nom, valeur in mesures.items():
                journal.add_scalar(nom, valeur, epoque)
            sauver(dernier, model, optim, historique)
            if perte == min(m["perte/val"] for m in historique):
                sauver(meilleur, model, optim, historique)
    return historique
