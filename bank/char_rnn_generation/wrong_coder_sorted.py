# Les lettres triées, par un ensemble.
# perd : coder_test_coder, coder_test_unknown_letter, coder_visible, entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, lot_test_columns, lot_visible, paires_test_marks, paires_test_shift_by_one, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# perd parfois : generer_test_memory, lot_test_completion
# dit : dans l'ordre alphabétique

# %% coder
def coder(mot):
    return torch.tensor([i for i in range(len(LETTRES)) if LETTRES[i] in set(mot)] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
