# Caractère par caractère, avec une liste.

# %% normaliser
def normaliser(nom):
    lettres = []
    for c in unicodedata.normalize("NFD", nom.strip()):
        c = EQUIVALENTS.get(c.lower(), c.lower())
        if unicodedata.category(c[0]) != "Mn":
            lettres.append(c)
    return "".join(lettres)
