# Itère directement sur les pas, part de None.

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = None
    for x in seq_x:
        yhat, hidden = rnn(x, hidden)
    return yhat, hidden
