# La température divise les probabilités.
# perd : generer_test_end, generer_test_greatest_length, generer_test_memory, generer_test_own_letters, generer_test_temperature, tirer_test_frequencies, tirer_test_rows
# dit : deux fois

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores.softmax(-1) / temperature).softmax(-1), 1).squeeze(1)
