# sorted sur des couples.

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = torch.softmax(model(*former_batch([nom])), dim=-1).squeeze(0).tolist()
    return sorted(zip(langues, p), key=lambda couple: -couple[1])[:k]
