# La boucle parcourt le batch au lieu du temps.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_visible
# dit : la boucle parcourt le batch

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = rnn.initHidden()
    for b in range(seq_x.shape[1]):
        yhat, hidden = rnn(seq_x[:, b, :], hidden)
    return yhat, hidden
