# Un axe de trop.
# perd : coder_visible
# dit : un indice par ligne

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / temperature).softmax(-1), 1)
