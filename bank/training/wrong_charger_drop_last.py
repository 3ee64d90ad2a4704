# drop_last=True : le dernier batch est perdu.
# perd : charger_test_every_example_once, charger_test_shuffles, charger_visible
# dit : drop_last laisse

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        return torch.stack(suites, dim=1), torch.stack(premiers)

    return DataLoader(dataset, batch_size=taille_batch, shuffle=melanger, drop_last=True, collate_fn=assembler)
