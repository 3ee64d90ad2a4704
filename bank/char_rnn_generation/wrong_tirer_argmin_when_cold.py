# argmin à froid.
# perd : generer_test_temperature, tirer_test_cold, tirer_visible
# dit : pire lettre

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature < 0.1:
        return scores.argmin(-1)
    return torch.multinomial((scores / temperature).softmax(-1), 1).squeeze(1)
