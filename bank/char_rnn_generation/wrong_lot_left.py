# Complété à gauche.
# perd : lot_test_columns, lot_test_completion, lot_visible, perte_test_backward, perte_test_mean_over_letters
# dit : la complétion vient après le nom

# %% lot
def lot(mots):
    T = 1 + max(map(len, mots))
    couples = [paires(mot) for mot in mots]
    entrees = [F.pad(e, (T - len(e), 0), value=FIN) for e, _ in couples]
    cibles = [F.pad(c, (T - len(c), 0), value=IGNORE) for _, c in couples]
    return torch.stack(entrees, 1), torch.stack(cibles, 1)
