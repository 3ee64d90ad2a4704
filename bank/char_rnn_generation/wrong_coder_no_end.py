# Pas de FIN.
# perd : coder_test_coder, coder_visible, entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, generer_test_memory, lot_test_columns, lot_test_completion, lot_visible, paires_test_marks, paires_test_shift_by_one, paires_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : FIN manque

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) for lettre in mot], dtype=torch.long)


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
