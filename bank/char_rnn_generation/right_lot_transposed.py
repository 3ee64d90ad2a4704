# Une ligne par mot, transposée à la fin.

# %% lot
def lot(mots):
    T = 1 + max(map(len, mots))
    lignes_e, lignes_c = [], []
    for mot in mots:
        e, c = paires(mot)
        lignes_e.append(F.pad(e, (0, T - len(e)), value=FIN))
        lignes_c.append(F.pad(c, (0, T - len(c)), value=IGNORE))
    return torch.stack(lignes_e).t(), torch.stack(lignes_c).t()
