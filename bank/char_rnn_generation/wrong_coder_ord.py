# ord(lettre) - ord("a") : faux pour le tiret et l'apostrophe.
# perd : coder_test_coder, coder_test_unknown_letter, entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_shuffles, entrainer_test_steps_of_adam, lot_test_columns, paires_test_shift_by_one, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : les places des lettres dans LETTRES

# %% coder
def coder(mot):
    return torch.tensor([ord(lettre) - ord("a") for lettre in mot] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
