# functools.reduce au lieu d'une boucle.

# %% parcourir
from functools import reduce

def parcourir(rnn, seq_x):
    return reduce(lambda couple, x: rnn(x, couple[1]), seq_x.unbind(0), (None, rnn.initHidden()))
