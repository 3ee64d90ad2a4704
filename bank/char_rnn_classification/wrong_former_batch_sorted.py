# Les noms sont triés par longueur.
# perd : confusion_test_counts, exactitude_test_accuracy, experience_test_histories, experience_test_recognises_languages, former_batch_test_letters_and_padding, former_batch_test_sizes, former_batch_visible
# perd parfois : entrainer_test_learns_order, entrainer_visible
# dit : puisque les cibles le suivent

# %% former_batch
def former_batch(noms):
    suites = sorted([encoder(nom) for nom in noms], key=len, reverse=True)
    return nn.utils.rnn.pad_sequence(suites), torch.tensor([len(s) for s in suites])
