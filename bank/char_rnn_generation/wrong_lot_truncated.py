# Coupé à la longueur du mot le plus court.
# perd : lot_test_columns, lot_test_completion, lot_visible, perte_test_backward, perte_test_mean_over_letters
# dit : autant de pas que le nom le plus long

# %% lot
def lot(mots):
    couples = [paires(mot) for mot in mots]
    T = min(len(e) for e, _ in couples)
    return torch.stack([e[:T] for e, _ in couples], 1), torch.stack([c[:T] for _, c in couples], 1)
