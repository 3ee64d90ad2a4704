# Rend la dernière valeur une seule fois.
# perd : persistance_test_repeats_the_last_value, persistance_visible
# dit : une valeur par pas à venir

# %% persistance
def persistance(x, pas):
    return x[-1]


def erreur(prevision, verite, maxima):
    return ((prevision - verite) * maxima).square().mean(dim=(1, 2))


def competence(erreur_modele, erreur_persistance):
    return 1 - erreur_modele / erreur_persistance
