# scores /= temperature.
# perd : tirer_test_rows
# dit : modifie les scores

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    scores /= temperature
    return torch.multinomial(scores.softmax(-1), 1).squeeze(1)
