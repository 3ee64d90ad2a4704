# Un générateur de tous les pas, dont on garde le dernier.

# %% parcourir
from collections import deque

def tous_les_pas(rnn, seq_x):
    hidden = rnn.initHidden()
    for x in seq_x.unbind():
        yhat, hidden = rnn(x, hidden=hidden)
        yield yhat, hidden

def parcourir(rnn, seq_x):
    [dernier] = deque(tous_les_pas(rnn, seq_x), maxlen=1)
    return dernier
