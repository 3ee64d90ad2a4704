# Un générateur à graine fixe, recréé à chaque appel.
# perd : charger_test_shuffles, entrainer_test_resume, reprise_test_generator
# dit : graine à lui

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        return torch.stack(suites, dim=1), torch.stack(premiers)

    return DataLoader(dataset, batch_size=taille_batch, shuffle=melanger, generator=torch.Generator().manual_seed(0), collate_fn=assembler)
