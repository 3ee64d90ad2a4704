# exp sans précaution.
# perd : tirer_test_cold

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    p = (scores / temperature).exp()
    return torch.multinomial(p / p.sum(-1, keepdim=True), 1).squeeze(1)
