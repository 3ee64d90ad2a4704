# Répète, et la MSE par F.mse_loss.

# %% persistance
def persistance(x, pas):
    return x[-1:].repeat(pas, 1, 1)


def erreur(prevision, verite, maxima):
    carres = F.mse_loss(denormaliser(prevision, maxima), denormaliser(verite, maxima), reduction="none")
    return carres.mean(-1).mean(-1)


def competence(erreur_modele, erreur_persistance):
    return (erreur_persistance - erreur_modele) / erreur_persistance
