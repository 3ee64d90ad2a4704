# Le collate par défaut : le batch devant.
# perd : charger_test_shuffles, charger_test_time_comes_first, charger_visible, entrainer_epoque_test_clipping, entrainer_epoque_test_learns_to_recall, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps, entrainer_epoque_test_train_mode, entrainer_epoque_visible, entrainer_test_best, entrainer_test_best_survives, entrainer_test_event_files, entrainer_test_history, entrainer_test_resume, entrainer_visible, evaluer_test_accuracy, evaluer_test_eval_mode, evaluer_test_mean_loss, evaluer_visible, reprise_test_optimizer
# dit : (B, T, K), comme le fait DataLoader

# %% charger
def charger(dataset, taille_batch, melanger):
    return DataLoader(dataset, batch_size=taille_batch, shuffle=melanger)
