# Division par zéro.
# perd : coder_visible

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    return torch.multinomial((scores / temperature).softmax(-1), 1).squeeze(1)
