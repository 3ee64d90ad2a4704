# Un SummaryWriter par époque, une fonction interne.

# %% entrainer
def fichiers(dossier):  # fournie : n'y touchez pas
    return {chemin.name: chemin.read_bytes() for chemin in Path(dossier).rglob("*tfevents*")}



def entrainer(model, optim, train, val, loss, epoques, clip, dossier):
    dossier = Path(dossier)
    dossier.mkdir(parents=True, exist_ok=True)

    def une_epoque(passe):
        perte = entrainer_epoque(model, train, loss, optim, clip)
        perte_val, exactitude = evaluer(model, val, loss)
        mesures = {"perte/val": perte_val, "perte/train": perte, "exactitude/val": exactitude}
        with SummaryWriter(str(dossier)) as writer:
            for tag, valeur in mesures.items():
                writer.add_scalar(tag, valeur, len(passe) + 1)
        tout = passe + [mesures]
        sauver(dossier / "dernier.pt", model, optim, tout)
        if all(perte_val < ancienne["perte/val"] for ancienne in passe):
            shutil.copy(dossier / "dernier.pt", dossier / "meilleur.pt")
        return tout

    historique = []
    if (dossier / "dernier.pt").is_file():
        historique = reprendre(dossier / "dernier.pt", model, optim)
    for _ in range(epoques - len(historique)):
        historique = une_epoque(historique)
    return historique
