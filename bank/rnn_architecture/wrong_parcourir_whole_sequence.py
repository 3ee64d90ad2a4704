# Passe la séquence entière d'un coup et garde le dernier pas.
# perd : x

# %% parcourir
def parcourir(rnn, seq_x):
    yhat, hidden = rnn(seq_x)
    return yhat[-1], hidden[-1]
