# Sans DataLoader : une permutation au hasard, découpée en lots.

# %% entrainer_classifieur
def entrainer_classifieur(modele, flux, length, epochs, batch_size, lr):
    exemples = SampleMetroDataset(flux, length)
    X = torch.stack([x for x, _ in exemples], dim=1)
    Y = torch.tensor([y for _, y in exemples])
    optim = torch.optim.Adam(modele.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        somme, n = 0.0, 0
        for indices in torch.randperm(len(Y)).split(batch_size):
            h = None
            for x_t in X[:, indices]:
                h = modele.one_step(x_t, torch.zeros(len(indices), _taille(modele, x_t)) if h is None else h)
            log_p = F.log_softmax(modele.decode(h), dim=1)
            loss = -log_p[torch.arange(len(indices)), Y[indices]].mean()
            optim.zero_grad(set_to_none=True)
            loss.backward()
            optim.step()
            somme, n = somme + loss.detach().item(), n + 1
        losses.append(somme / n)
    return losses


def _taille(modele, x_t):
    return modele(x_t[None]).shape[-1]
