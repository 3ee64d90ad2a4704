# L'état est une variable globale, jamais remise à zéro.
# perd : x

# %% parcourir
etat = {}

def parcourir(rnn, seq_x):
    hidden = etat.get(id(rnn))
    for x in seq_x:
        yhat, hidden = rnn(x, hidden)
    etat[id(rnn)] = hidden
    return yhat, hidden
