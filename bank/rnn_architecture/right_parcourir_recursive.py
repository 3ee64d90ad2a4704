# Récursive : le premier pas, puis le reste de la séquence.

# %% parcourir
def parcourir(rnn, seq_x):
    def suite(pas, hidden):
        yhat, hidden = rnn(pas[0], hidden)
        return (yhat, hidden) if len(pas) == 1 else suite(pas[1:], hidden)

    return suite(seq_x, rnn.initHidden())
