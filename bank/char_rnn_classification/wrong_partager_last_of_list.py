# La fin de la liste, comme on coupe une série : des langues entières.
# perd : confusion_visible, experience_test_recognises_languages, partager_test_drawn, partager_test_stratified
# dit : tirez dans chaque langue

# %% partager
def partager(cibles, part=0.2, graine=0):
    n = round((1 - part) * len(cibles))
    return list(range(n)), list(range(n, len(cibles)))
