# Découpe la séquence avec torch.split et une boucle while.

# %% parcourir
def parcourir(rnn, seq_x, hidden=None, verbose=False):
    hidden = rnn.initHidden() if hidden is None else hidden
    morceaux = list(torch.split(seq_x, 1, dim=0))
    while morceaux:
        x = morceaux.pop(0).squeeze(0)
        yhat, hidden = rnn(x, hidden)
        if verbose: print(yhat.shape, hidden.shape)
    return yhat, hidden
