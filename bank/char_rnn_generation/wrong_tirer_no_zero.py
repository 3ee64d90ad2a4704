# Division par zéro.
# perd : generer_test_temperature, generer_visible, tirer_test_cold, tirer_visible

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    return torch.multinomial((scores / temperature).softmax(-1), 1).squeeze(1)
