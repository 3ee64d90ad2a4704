# La sortie est la moyenne de celles de tous les pas.
# perd : parcourir_test_loop_is_the_recurrence
# dit : la sortie n'est pas celle du dernier pas

# %% parcourir
def parcourir(rnn, seq_x):
    hidden, somme = rnn.initHidden(), 0
    for x in seq_x:
        yhat, hidden = rnn(x, hidden)
        somme = somme + yhat
    return somme / len(seq_x), hidden
