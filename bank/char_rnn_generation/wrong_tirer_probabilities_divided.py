# La température divise les probabilités.
# perd : coder_visible

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores.softmax(-1) / temperature).softmax(-1), 1).squeeze(1)
