# Répète la première valeur.
# perd : persistance_test_repeats_the_last_value, persistance_visible
# dit : la première valeur est répétée

# %% persistance
def persistance(x, pas):
    return x[0].expand(pas, -1, -1)


def erreur(prevision, verite, maxima):
    return ((prevision - verite) * maxima).square().mean(dim=(1, 2))


def competence(erreur_modele, erreur_persistance):
    return 1 - erreur_modele / erreur_persistance
