# Random(0) quelle que soit graine.
# perd : partager_test_drawn
# dit : graine ne joue aucun rôle

# %% partager
def partager(cibles, part=0.2, graine=0):
    hasard = random.Random(0)
    apprentissage, validation = [], []
    for langue in sorted(set(cibles)):
        indices = [i for i, c in enumerate(cibles) if c == langue]
        hasard.shuffle(indices)
        n = round(part * len(indices))
        validation += indices[:n]
        apprentissage += indices[n:]
    return apprentissage, validation
