# Fait la somme.
# perd : persistance_test_error_is_in_passengers, persistance_visible
# dit : la somme des carrés

# %% persistance
def persistance(x, pas):
    return x[-1].expand(pas, -1, -1)


def erreur(prevision, verite, maxima):
    return ((prevision - verite) * maxima).square().sum(dim=(1, 2))


def competence(erreur_modele, erreur_persistance):
    return 1 - erreur_modele / erreur_persistance
