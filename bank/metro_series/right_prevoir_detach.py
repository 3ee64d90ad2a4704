# Relit tout à chaque fois, et détache à la fin.

# %% prevoir
def prevoir(modele, x, pas):
    T = len(x)
    for _ in range(pas):
        suivante = modele.decode(modele(x)[-1:])
        x = torch.cat([x, suivante])
    return x[T:].detach()
