# random.shuffle sans graine : un autre partage à chaque appel.
# perd : partager_test_drawn
# dit : deux partages différents

# %% partager
def partager(cibles, part=0.2, graine=0):
    apprentissage, validation = [], []
    for langue in sorted(set(cibles)):
        indices = [i for i, c in enumerate(cibles) if c == langue]
        random.shuffle(indices)
        n = round(part * len(indices))
        validation += indices[:n]
        apprentissage += indices[n:]
    return apprentissage, validation
