# Rend les sorties et les états de tous les pas au lieu des derniers.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_visible
# dit : est de taille (5, 3, 6) : le dernier état

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = rnn.initHidden()
    sorties, etats = [], []
    for x in seq_x:
        yhat, hidden = rnn(x, hidden)
        sorties.append(yhat)
        etats.append(hidden)
    return torch.stack(sorties), torch.stack(etats)
