# batch_first=True : le batch est le premier axe.
# perd : former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible
# dit : le batch est le premier axe

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    return nn.utils.rnn.pad_sequence(suites, batch_first=True), torch.tensor([len(s) for s in suites])
