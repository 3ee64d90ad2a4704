# torch.distributions.

# %% tirer
from torch.distributions import Categorical


def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("la température doit être positive")
    if temperature == 0:
        _, meilleur = torch.max(scores, -1)
        return meilleur
    return Categorical(logits=scores / temperature).sample()
