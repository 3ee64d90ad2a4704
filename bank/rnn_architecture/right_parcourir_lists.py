# Garde toutes les sorties et tous les états dans des listes, rend les derniers.

# %% parcourir
def parcourir(rnn, seq_x):
    T, B, D = seq_x.size()
    sorties, etats = [], [torch.zeros(B, rnn.hidden_size)]
    for t in range(T):
        sortie, etat = rnn(seq_x[t], etats[-1])
        sorties.append(sortie)
        etats.append(etat)
    assert len(sorties) == T and len(etats) == T + 1
    return torch.stack(sorties)[-1], torch.stack(etats[1:])[-1]
