# Le modèle reste en mode évaluation.
# perd : exactitude_test_mode
# dit : remis dans le mode

# %% exactitude
def exactitude(model, noms, cibles):
    model.eval()
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    return (trouvees == torch.tensor(cibles)).float().mean().item()
