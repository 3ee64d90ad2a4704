# random.shuffle sur une copie, un itérateur.

# %% entrainer
import itertools


def entrainer(modele, noms, n_epoques, taille_lot, lr):
    noms = list(noms)
    optimizer = torch.optim.Adam(list(modele.parameters()), lr=lr)

    def une_epoque():
        random.shuffle(noms)
        reste, somme, nombre = iter(noms), 0.0, 0
        while paquet := list(itertools.islice(reste, taille_lot)):
            optimizer.zero_grad(set_to_none=False)
            loss = perte(modele, *map(list, zip(*paquet)))
            loss.backward()
            optimizer.step()
            somme, nombre = somme + float(loss.detach()), nombre + 1
        return somme / nombre

    return [une_epoque() for _ in range(n_epoques)]
