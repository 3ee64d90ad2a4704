# Une boucle while, writer fermé par close, meilleure perte suivie dans une variable.

# %% entrainer
def fichiers(dossier):  # fournie : n'y touchez pas
    return {chemin.name: chemin.read_bytes() for chemin in Path(dossier).rglob("*tfevents*")}



def entrainer(model, optim, train, val, loss, epoques, clip, dossier):
    import os

    os.makedirs(dossier, exist_ok=True)
    chemin = os.path.join(dossier, "dernier.pt")
    historique = []
    if os.path.exists(chemin):
        historique = reprendre(chemin, model, optim)
    record = min([m["perte/val"] for m in historique], default=float("inf"))
    writer = SummaryWriter(log_dir=dossier)
    while len(historique) < epoques:
        m = {"perte/train": entrainer_epoque(model, train, loss, optim, clip=clip)}
        m["perte/val"], m["exactitude/val"] = evaluer(model, val, loss)
        historique.append(m)
        for tag in m:
            writer.add_scalar(tag, m[tag], global_step=len(historique))
        if m["perte/val"] < record:
            record = m["perte/val"]
            sauver(os.path.join(dossier, "meilleur.pt"), model, optim, historique)
        sauver(chemin, model, optim, historique)
    writer.flush()
    writer.close()
    return historique
