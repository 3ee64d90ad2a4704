# L'astuce de Gumbel.

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    bruit = -torch.log(torch.empty_like(scores).exponential_())
    return torch.argmax(scores + temperature * bruit, dim=1)
