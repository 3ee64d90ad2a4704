# L'état est une variable globale, jamais remise à zéro.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_starts_anew
# dit : l'état du dernier passage est gardé

# %% parcourir
etat = None

def parcourir(rnn, seq_x):
    global etat
    hidden = etat if etat is not None and etat.shape[-1] == rnn.hidden_size else None
    if hidden is not None and hidden.shape[0] not in (1, seq_x.shape[1]):
        hidden = None
    for x in seq_x:
        yhat, hidden = rnn(x, hidden)
    etat = hidden.detach()
    return yhat, hidden
