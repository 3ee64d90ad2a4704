# En boucles.

# %% persistance
def persistance(x, pas):
    derniere = x[len(x) - 1]
    return torch.stack([derniere for _ in range(pas)])


def erreur(prevision, verite, maxima):
    erreurs = []
    for p, v in zip(prevision, verite):
        erreurs.append((torch.pow(p - v, 2) * maxima**2).mean())
    return torch.stack(erreurs)


def competence(erreur_modele, erreur_persistance):
    return torch.ones(len(erreur_modele)) - erreur_modele.div(erreur_persistance)
