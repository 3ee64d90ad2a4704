# F.pad sur chaque nom, puis stack selon l'axe du batch.

# %% former_batch
def former_batch(noms):
    suites = list(map(encoder, noms))
    T = max(s.size(0) for s in suites)
    x = torch.stack([F.pad(s, (0, 0, 0, T - len(s))) for s in suites], dim=1)
    return x, torch.as_tensor([s.shape[0] for s in suites], dtype=torch.int64)
