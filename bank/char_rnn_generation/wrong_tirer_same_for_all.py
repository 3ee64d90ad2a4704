# Un seul tirage pour toutes les lignes.
# perd : tirer_test_cold, tirer_test_frequencies, tirer_test_hot, tirer_test_rows, tirer_visible

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    i = torch.multinomial((scores[0] / temperature).softmax(-1), 1)
    return i.repeat(len(scores))
