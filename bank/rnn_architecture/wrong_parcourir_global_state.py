# L'état est une variable globale, jamais remise à zéro.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_starts_anew

# %% parcourir
etat = {}

def parcourir(rnn, seq_x):
    hidden = etat.get(id(rnn))
    for x in seq_x:
        yhat, hidden = rnn(x, hidden)
    etat[id(rnn)] = hidden
    return yhat, hidden
