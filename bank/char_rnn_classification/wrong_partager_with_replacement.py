# random.choices tire avec remise.
# perd : partager_test_partition, partager_test_stratified, partager_visible
# dit : tirez sans remise

# %% partager
def partager(cibles, part=0.2, graine=0):
    hasard = random.Random(graine)
    validation = []
    for langue in sorted(set(cibles)):
        indices = [i for i, c in enumerate(cibles) if c == langue]
        validation += hasard.choices(indices, k=round(part * len(indices)))
    return [i for i in range(len(cibles)) if i not in validation], validation
