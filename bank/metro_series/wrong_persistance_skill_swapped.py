# Échange les deux erreurs.
# perd : persistance_test_skill
# dit : échangées

# %% persistance
def persistance(x, pas):
    return x[-1].expand(pas, -1, -1)


def erreur(prevision, verite, maxima):
    return ((prevision - verite) * maxima).square().mean(dim=(1, 2))


def competence(erreur_modele, erreur_persistance):
    return 1 - erreur_persistance / erreur_modele
