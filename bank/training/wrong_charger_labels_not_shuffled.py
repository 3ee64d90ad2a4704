# Les suites sont mélangées dans le batch, pas leurs étiquettes.
# perd : charger_test_shuffles, entrainer_epoque_test_learns_to_recall
# dit : mélangez-les ensemble

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        if melanger:
            suites = [suites[i] for i in torch.randperm(len(suites))]
        return torch.stack(suites, dim=1), torch.stack(premiers)

    return DataLoader(dataset, batch_size=taille_batch, shuffle=melanger, collate_fn=assembler)
