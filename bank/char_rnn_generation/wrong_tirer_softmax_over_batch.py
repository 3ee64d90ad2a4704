# softmax le long du lot.
# perd : coder_visible

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / temperature).softmax(0), 1).squeeze(1)
