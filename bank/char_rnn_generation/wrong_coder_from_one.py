# Les indices commencent à 1.
# perd : coder_test_coder, coder_test_decoder, coder_visible, entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, generer_test_memory, lot_test_columns, lot_visible, paires_test_shift_by_one, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# perd parfois : paires_test_marks
# dit : 'a' vaut 0

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) + 1 for lettre in mot] + [FIN])


def decoder(indices):
    mot = ""
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            mot += LETTRES[int(i) - 1]
    return mot
