# Une température plafonnée à 3.
# perd : coder_visible
# dit : aussi souvent

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / min(temperature, 3)).softmax(-1), 1).squeeze(1)
