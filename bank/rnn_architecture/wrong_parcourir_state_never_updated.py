# L'état du premier pas est donné à tous les suivants, sans être mis à jour.
# perd : parcourir_test_loop_is_the_recurrence
# dit : pas celui que la cellule atteint pas après pas

# %% parcourir
def parcourir(rnn, seq_x):
    yhat, hidden = rnn(seq_x[0])
    for x in seq_x[1:]:
        yhat, new_hidden = rnn(x, hidden)
    return yhat, new_hidden if len(seq_x) > 1 else hidden
