# DEBUT est mis par coder.
# perd : coder_test_coder, coder_visible, entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_shuffles, entrainer_test_steps_of_adam, entrainer_visible, generer_test_memory, lot_test_columns, lot_test_completion, lot_visible, paires_test_marks, paires_test_shift_by_one, paires_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing, perte_visible
# dit : coder met DEBUT

# %% coder
def coder(mot):
    return torch.tensor([DEBUT] + [LETTRES.index(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
