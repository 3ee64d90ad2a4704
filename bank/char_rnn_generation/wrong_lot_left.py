# Complété à gauche.
# perd : coder_visible
# dit : la complétion vient après le nom

# %% lot
def lot(mots):
    T = 1 + max(map(len, mots))
    couples = [paires(mot) for mot in mots]
    entrees = [F.pad(e, (T - len(e), 0), value=FIN) for e, _ in couples]
    cibles = [F.pad(c, (T - len(c), 0), value=IGNORE) for _, c in couples]
    return torch.stack(entrees, 1), torch.stack(cibles, 1)
