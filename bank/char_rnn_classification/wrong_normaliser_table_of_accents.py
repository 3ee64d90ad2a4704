# Une table des lettres accentuées françaises : les autres, et la forme décomposée, passent au travers.
# perd : normaliser_test_accents
# dit : accents sont toujours là

# %% normaliser
def normaliser(nom):
    nom = nom.strip().lower()
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    return nom.translate(str.maketrans("àâäéèêëîïôöùûüçñ", "aaaeeeeiioouuucn"))
