# range(1, len(seq_x)) : le premier pas n'est jamais lu.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_remembers_the_first_step
# dit : le premier pas n'est jamais lu

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = rnn.initHidden()
    for i in range(1, len(seq_x)):
        yhat, hidden = rnn(seq_x[i], hidden)
    return yhat, hidden
