# return dans la boucle : seul le premier pas est lu.
# perd : parcourir_test_loop_is_the_recurrence
# dit : s'arrête après le premier pas

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = rnn.initHidden()
    for i in range(len(seq_x)):
        yhat, hidden = rnn(seq_x[i], hidden)
        return yhat, hidden
