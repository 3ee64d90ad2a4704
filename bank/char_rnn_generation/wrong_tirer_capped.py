# Une température plafonnée à 3.
# perd : tirer_test_hot
# dit : aussi souvent

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / min(temperature, 3)).softmax(-1), 1).squeeze(1)
