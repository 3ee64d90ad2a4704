# Rend les derniers pas observés.
# perd : persistance_test_repeats_the_last_value, persistance_visible

# %% persistance
def persistance(x, pas):
    return x[-pas:]


def erreur(prevision, verite, maxima):
    return ((prevision - verite) * maxima).square().mean(dim=(1, 2))


def competence(erreur_modele, erreur_persistance):
    return 1 - erreur_modele / erreur_persistance
