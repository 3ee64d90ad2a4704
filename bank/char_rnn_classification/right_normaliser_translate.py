# str.translate et une table pour les équivalents, unicodedata.combining pour les accents.

# %% normaliser
TABLE = str.maketrans(EQUIVALENTS)

def normaliser(nom):
    decompose = unicodedata.normalize("NFD", nom.lower().translate(TABLE))
    return "".join(filter(lambda c: not unicodedata.combining(c), decompose)).strip()
