# On apprend sur tous les noms, ceux de validation compris.
# perd : partager_test_partition, partager_visible
# dit : appris par cœur

# %% partager
def partager(cibles, part=0.2, graine=0):
    hasard = random.Random(graine)
    validation = []
    for langue in sorted(set(cibles)):
        indices = [i for i, c in enumerate(cibles) if c == langue]
        validation += hasard.sample(indices, round(part * len(indices)))
    return list(range(len(cibles))), validation
