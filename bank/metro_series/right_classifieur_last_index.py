# Transposition par permute, loss fonctionnelle, moyenne par numpy.

# %% entrainer_classifieur
import numpy as np


def entrainer_classifieur(modele, flux, length, epochs, batch_size, lr):
    donnees = SampleMetroDataset(flux, length)
    opt = torch.optim.Adam(modele.parameters(), lr)
    modele.train()
    historique = np.zeros(epochs)
    for e in range(epochs):
        total = []
        for fenetre, station in DataLoader(donnees, batch_size, shuffle=True):
            etats = modele(fenetre.permute(1, 0, 2))
            loss = F.cross_entropy(modele.decode(etats[etats.shape[0] - 1]), station)
            modele.zero_grad()
            loss.backward()
            opt.step()
            total.append(float(loss))
        historique[e] = np.mean(total)
    return [float(v) for v in historique]
