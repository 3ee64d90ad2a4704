# Les probabilités divisées, sans softmax : sans effet.
# perd : generer_test_temperature, tirer_test_cold, tirer_test_frequencies, tirer_test_hot
# dit : ne change rien

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial(scores.softmax(-1) / temperature, 1).squeeze(1)
