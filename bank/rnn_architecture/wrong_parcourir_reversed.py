# Parcourt la séquence du dernier pas au premier.
# perd : parcourir_test_loop_is_the_recurrence
# dit : la séquence est lue à l'envers

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = rnn.initHidden()
    for x in reversed(seq_x):
        yhat, hidden = rnn(x, hidden)
    return yhat, hidden
