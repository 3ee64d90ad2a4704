# Les noms sont encodés une fois ; log_softmax et nll_loss.

# %% entrainer
def entrainer(model, noms, cibles, epoques=20, lr=0.01, taille_batch=32):
    X, L = former_batch(noms)
    Y = torch.as_tensor(cibles)
    optimiseur = torch.optim.Adam(model.parameters(), lr=lr)
    historique = []
    for _ in range(epoques):
        somme = torch.zeros(())
        ordre = torch.randperm(len(Y))
        for ici in ordre.split(taille_batch):
            optimiseur.zero_grad()
            pertes = F.nll_loss(F.log_softmax(model(X[:, ici], L[ici]), dim=-1), Y[ici], reduction="none")
            pertes.mean().backward()
            optimiseur.step()
            somme += pertes.detach().sum()
        historique.append(somme / len(Y))
    return historique
