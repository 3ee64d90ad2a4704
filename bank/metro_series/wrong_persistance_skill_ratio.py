# Rend le rapport des erreurs.
# perd : persistance_test_skill, persistance_visible
# dit : compétence 1

# %% persistance
def persistance(x, pas):
    return x[-1].expand(pas, -1, -1)


def erreur(prevision, verite, maxima):
    return ((prevision - verite) * maxima).square().mean(dim=(1, 2))


def competence(erreur_modele, erreur_persistance):
    return erreur_modele / erreur_persistance
