# Une graine fixée dans la fonction.
# perd : generer_test_temperature, tirer_test_rows
# dit : graine

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("négative")
    if temperature == 0:
        return scores.argmax(-1)
    torch.manual_seed(0)
    return torch.multinomial((scores / temperature).softmax(-1), 1).squeeze(1)
