# range(len(seq_x) - 1) : le dernier pas n'est jamais lu.
# perd : parcourir_test_loop_is_the_recurrence
# dit : le dernier pas n'est jamais lu

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = rnn.initHidden()
    for i in range(len(seq_x) - 1):
        yhat, hidden = rnn(seq_x[i, :, :], hidden)
    return yhat, hidden
