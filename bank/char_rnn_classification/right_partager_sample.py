# random.sample dans chaque langue, le reste par différence d'ensembles.

# %% partager
def partager(cibles, part=0.2, graine=0):
    par_langue = {}
    for i, cible in enumerate(cibles):
        par_langue.setdefault(cible, []).append(i)
    hasard = random.Random(graine)
    validation = []
    for langue in sorted(par_langue):
        validation += hasard.sample(par_langue[langue], round(part * len(par_langue[langue])))
    return sorted(set(range(len(cibles))) - set(validation)), sorted(validation)
