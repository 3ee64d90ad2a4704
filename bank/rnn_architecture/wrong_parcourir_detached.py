# L'état est détaché à chaque pas, « pour ne pas remplir la mémoire » : rien n'apprend plus du passé.
# perd : parcourir_test_loop_remembers_the_first_step
# dit : ne remonte pas jusqu'au premier pas

# %% parcourir
def parcourir(rnn, seq_x):
    hidden = rnn.initHidden()
    for x in seq_x:
        yhat, hidden = rnn(x, hidden.detach())
    return yhat, hidden
