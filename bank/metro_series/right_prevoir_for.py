# Une boucle for, le résultat préparé d'avance.

# %% prevoir
@torch.no_grad()
def prevoir(modele, x, pas):
    resultat = x.new_zeros(pas, *x.shape[1:])
    h = modele(x)[-1]
    for i in range(pas):
        resultat[i] = modele.decode(h)
        h = modele.one_step(resultat[i], h)
    return resultat
