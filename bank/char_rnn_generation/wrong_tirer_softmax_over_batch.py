# softmax le long du lot.
# perd : generer_test_end, generer_test_greatest_length, generer_test_memory, generer_test_own_letters, generer_test_temperature, tirer_test_frequencies

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / temperature).softmax(0), 1).squeeze(1)
