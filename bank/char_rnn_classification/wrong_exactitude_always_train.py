# Le modèle est mis en mode apprentissage, quel que soit le mode d'avant.
# perd : exactitude_test_mode
# dit : remis dans le mode

# %% exactitude
def exactitude(model, noms, cibles):
    model.eval()
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    model.train()
    return (trouvees == torch.tensor(cibles)).float().mean().item()
