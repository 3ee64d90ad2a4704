# Probabilités cumulées et un nombre au hasard.

# %% tirer
def tirer(scores, temperature):
    if temperature < 0:
        raise ValueError("température négative")
    if temperature == 0:
        return scores.max(1).indices
    s = (scores - scores.max(1, keepdim=True).values) / temperature
    p = s.exp()
    cumul = (p / p.sum(1, keepdim=True)).cumsum(1)
    u = torch.rand(len(scores), 1)
    return (u > cumul).sum(1).clamp(max=scores.size(1) - 1)
