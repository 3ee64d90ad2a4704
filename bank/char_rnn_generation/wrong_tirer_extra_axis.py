# Un axe de trop.
# perd : generer_test_end, generer_test_greatest_length, generer_test_memory, generer_test_mode, generer_test_own_letters, generer_test_temperature, generer_visible, tirer_test_cold, tirer_test_frequencies, tirer_test_hot, tirer_test_rows, tirer_visible
# dit : un indice par ligne

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / temperature).softmax(-1), 1)
