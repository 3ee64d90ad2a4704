# Ne mélange jamais.
# perd : charger_test_shuffles
# dit : ne sont pas mélangés

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        return torch.stack(suites, dim=1), torch.stack(premiers)

    return DataLoader(dataset, batch_size=taille_batch, shuffle=False, collate_fn=assembler)
