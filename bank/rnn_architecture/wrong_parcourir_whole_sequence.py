# Passe la séquence entière d'un coup et garde le dernier pas.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_remembers_the_first_step
# dit : l'état n'est pas transmis

# %% parcourir
def parcourir(rnn, seq_x):
    yhat, hidden = rnn(seq_x)
    return yhat[-1], hidden[-1]
