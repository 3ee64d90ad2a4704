# Mélange aussi la validation.
# perd : charger_test_every_example_once, charger_test_time_comes_first
# dit : melanger=False

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        return torch.stack(suites, dim=1), torch.stack(premiers)

    return DataLoader(dataset, batch_size=taille_batch, shuffle=True, collate_fn=assembler)
