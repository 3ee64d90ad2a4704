# Les premiers noms de chaque langue, sans tirage.
# perd : partager_test_drawn
# dit : tirez au hasard

# %% partager
def partager(cibles, part=0.2, graine=0):
    apprentissage, validation = [], []
    for langue in sorted(set(cibles)):
        indices = [i for i, c in enumerate(cibles) if c == langue]
        n = round(part * len(indices))
        validation += indices[:n]
        apprentissage += indices[n:]
    return apprentissage, validation
