# Toujours la meilleure.
# perd : coder_visible
# dit : argmax

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    return scores.argmax(dim=-1)
