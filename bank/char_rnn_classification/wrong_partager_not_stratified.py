# Un tirage parmi tous les noms, sans regarder les langues.
# perd : partager_test_stratified
# dit : tirez dans chaque langue

# %% partager
def partager(cibles, part=0.2, graine=0):
    indices = list(range(len(cibles)))
    random.Random(graine).shuffle(indices)
    n = round(part * len(indices))
    return indices[n:], indices[:n]
