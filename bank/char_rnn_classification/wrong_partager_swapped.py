# validation, apprentissage, dans cet ordre.
# perd : partager_test_stratified, partager_visible
# dit : rendues dans l'autre ordre

# %% partager
def partager(cibles, part=0.2, graine=0):
    hasard = random.Random(graine)
    apprentissage, validation = [], []
    for langue in sorted(set(cibles)):
        indices = [i for i, c in enumerate(cibles) if c == langue]
        hasard.shuffle(indices)
        n = round(part * len(indices))
        validation += indices[:n]
        apprentissage += indices[n:]
    return validation, apprentissage
