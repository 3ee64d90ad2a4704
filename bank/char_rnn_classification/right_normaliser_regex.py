# NFKD et une expression régulière pour les accents.

# %% normaliser
import re

def normaliser(nom):
    nom = re.sub("|".join(EQUIVALENTS), lambda m: EQUIVALENTS[m.group()], nom.casefold())
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", nom)).strip()
