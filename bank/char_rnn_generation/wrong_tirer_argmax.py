# Toujours la meilleure.
# perd : generer_test_temperature, tirer_test_frequencies, tirer_test_hot, tirer_test_rows, tirer_visible
# dit : argmax

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    return scores.argmax(dim=-1)
