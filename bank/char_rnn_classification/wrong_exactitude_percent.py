# En pour cent.
# perd : exactitude_test_accuracy, exactitude_visible
# dit : pour cent

# %% exactitude
def exactitude(model, noms, cibles):
    mode = model.training
    model.eval()
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    model.train(mode)
    return 100 * (trouvees == torch.tensor(cibles)).float().mean().item()
