# Sans torch.no_grad().
# perd : exactitude_test_mode
# dit : torch.no_grad()

# %% exactitude
def exactitude(model, noms, cibles):
    mode = model.training
    model.eval()
    trouvees = model(*former_batch(noms)).argmax(1)
    model.train(mode)
    return (trouvees == torch.tensor(cibles)).float().mean().item()
