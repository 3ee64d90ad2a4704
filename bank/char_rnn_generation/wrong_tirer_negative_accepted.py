# Une température négative est acceptée.
# perd : tirer_test_cold
# dit : température négative

# %% tirer
def tirer(scores, temperature):
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / temperature).softmax(-1), 1).squeeze(1)
