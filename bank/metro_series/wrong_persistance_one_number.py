# Rend un seul nombre.
# perd : persistance_test_error_is_in_passengers, persistance_visible
# dit : une erreur par pas à venir

# %% persistance
def persistance(x, pas):
    return x[-1].expand(pas, -1, -1)


def erreur(prevision, verite, maxima):
    return ((prevision - verite) * maxima).square().mean()


def competence(erreur_modele, erreur_persistance):
    return 1 - erreur_modele / erreur_persistance
