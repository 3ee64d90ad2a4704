# Les scores multipliés par la température.
# perd : generer_test_temperature, tirer_test_cold, tirer_test_frequencies, tirer_test_hot
# dit : multipliés par la température

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores * temperature).softmax(-1), 1).squeeze(1)
