# Les longueurs dans une liste.
# perd : former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible
# dit : deux tenseurs

# %% former_batch
def former_batch(noms):
    suites = [encoder(nom) for nom in noms]
    return nn.utils.rnn.pad_sequence(suites), [len(s) for s in suites]
