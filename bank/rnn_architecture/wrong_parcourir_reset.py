# initHidden() dans la boucle : l'état est remis à zéro à chaque pas.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_remembers_the_first_step
# dit : remis à zéro à chaque pas

# %% parcourir
def parcourir(rnn, seq_x):
    for i in range(len(seq_x)):
        hidden = rnn.initHidden()
        yhat, hidden = rnn(seq_x[i], hidden)
    return yhat, hidden
