# Une ligne après l'autre, random.choices.

# %% tirer
def tirer(scores, temperature):
    if not temperature >= 0:
        raise ValueError
    indices = []
    for ligne in scores:
        if temperature == 0:
            indices.append(int(ligne.argmax()))
        else:
            p = F.softmax(ligne / temperature, dim=0).tolist()
            indices += random.choices(range(len(p)), weights=p)
    return torch.tensor(indices)
