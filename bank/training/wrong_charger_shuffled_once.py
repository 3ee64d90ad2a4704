# Mélange une fois, à la construction.
# perd : charger_test_shuffles
# dit : le même à chaque parcours

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        return torch.stack(suites, dim=1), torch.stack(premiers)

    exemples = [dataset[i] for i in range(len(dataset))]
    if melanger:
        exemples = [exemples[i] for i in torch.randperm(len(exemples))]
    return DataLoader(exemples, batch_size=taille_batch, shuffle=False, collate_fn=assembler)
