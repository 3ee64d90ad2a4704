# Des indices comptés à l'intérieur de chaque langue.
# perd : confusion_visible, partager_test_partition, partager_test_stratified
# dit : comptés dans une langue

# %% partager
def partager(cibles, part=0.2, graine=0):
    hasard = random.Random(graine)
    apprentissage, validation = [], []
    for langue in sorted(set(cibles)):
        places = list(range(sum(c == langue for c in cibles)))
        hasard.shuffle(places)
        n = round(part * len(places))
        validation += places[:n]
        apprentissage += places[n:]
    return apprentissage, validation
