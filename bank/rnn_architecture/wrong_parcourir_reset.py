# initHidden() dans la boucle : l'état est remis à zéro à chaque pas.
# perd : x

# %% parcourir
def parcourir(rnn, seq_x):
    for i in range(len(seq_x)):
        hidden = rnn.initHidden()
        yhat, hidden = rnn(seq_x[i], hidden)
    return yhat, hidden
