# view à la place de transpose : les suites sont mêlées.
# perd : charger_test_shuffles, charger_test_time_comes_first, entrainer_epoque_test_learns_to_recall
# dit : mêle les suites

# %% charger
def charger(dataset, taille_batch, melanger):
    def assembler(exemples):
        suites, premiers = zip(*exemples)
        return torch.stack(suites).view(len(suites[0]), len(suites), -1), torch.stack(premiers)

    return DataLoader(dataset, batch_size=taille_batch, shuffle=melanger, collate_fn=assembler)
