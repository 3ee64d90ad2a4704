# Après une reprise, refait epoques époques de plus.
# perd : entrainer_test_resume
# dit : époques de plus

# %% entrainer
def fichiers(dossier):  # fournie : n'y touchez pas
    return {chemin.name: chemin.read_bytes() for chemin in Path(dossier).rglob("*tfevents*")}


def entrainer(model, optim, train, val, loss, epoques, clip, dossier):
    dernier, meilleur = Path(dossier) / "dernier.pt", Path(dossier) / "meilleur.pt"
    historique = reprendre(dernier, model, optim) if dernier.exists() else []
    with SummaryWriter(dossier) as journal:
        for epoque in range(len(historique) + 1, len(historique) + epoques + 1):
            perte = entrainer_epoque(model, train, loss, optim, clip)
            perte_val, exactitude = evaluer(model, val, loss)
            mesures = {"perte/train": perte, "perte/val": perte_val, "exactitude/val": exactitude}
            historique.append(mesures)
            for nom, valeur in mesures.items():
                journal.add_scalar(nom, valeur, epoque)
            sauver(dernier, model, optim, historique)
            if perte_val == min(m["perte/val"] for m in historique):
                sauver(meilleur, model, optim, historique)
    return historique
