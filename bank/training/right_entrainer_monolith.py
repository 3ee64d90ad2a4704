# Tout dans une seule fonction, sans appeler entrainer_epoque ni evaluer.

# %% entrainer
def fichiers(dossier):  # fournie : n'y touchez pas
    return {chemin.name: chemin.read_bytes() for chemin in Path(dossier).rglob("*tfevents*")}



def entrainer(model, optim, train, val, loss, epoques, clip, dossier):
    racine = Path(dossier)
    historique = reprendre(racine / "dernier.pt", model, optim) if (racine / "dernier.pt").exists() else []
    writer = SummaryWriter(dossier)
    for e in range(len(historique), epoques):
        cumul, n = 0.0, 0
        model.train()
        for x, y in train:
            optim.zero_grad()
            l = loss(model(x)[0], y)
            l.backward()
            if clip is not None:
                nn.utils.clip_grad_norm_(model.parameters(), clip)
            optim.step()
            cumul, n = cumul + l.item() * len(y), n + len(y)
        model.eval()
        cumul_val, justes, n_val = 0.0, 0, 0
        with torch.no_grad():
            for x, y in val:
                p = model(x)[0]
                cumul_val += loss(p, y).item() * len(y)
                justes += int((p.argmax(1) == y).sum())
                n_val += len(y)
        historique.append({"perte/train": cumul / n, "perte/val": cumul_val / n_val, "exactitude/val": justes / n_val})
        for tag in ("perte/train", "perte/val", "exactitude/val"):
            writer.add_scalar(tag, historique[-1][tag], e + 1)
        if min(range(len(historique)), key=lambda i: historique[i]["perte/val"]) == e:
            sauver(racine / "meilleur.pt", model, optim, historique)
        sauver(racine / "dernier.pt", model, optim, historique)
    writer.close()
    return historique
