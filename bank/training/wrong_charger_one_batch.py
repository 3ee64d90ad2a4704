# Un seul batch avec tout le jeu.
# perd : charger_test_every_example_once, charger_test_time_comes_first, charger_visible
# dit : batchs de

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        return torch.stack(suites, dim=1), torch.stack(premiers)

    return DataLoader(dataset, batch_size=len(dataset), shuffle=melanger, collate_fn=assembler)
