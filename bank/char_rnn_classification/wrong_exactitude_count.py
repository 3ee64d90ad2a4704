# Le nombre de noms justes.
# perd : exactitude_test_accuracy, exactitude_visible
# dit : divisez par le nombre de noms

# %% exactitude
def exactitude(model, noms, cibles):
    mode = model.training
    model.eval()
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    model.train(mode)
    return (trouvees == torch.tensor(cibles)).sum().item()
