# La part des erreurs.
# perd : exactitude_test_accuracy
# dit : part des erreurs

# %% exactitude
def exactitude(model, noms, cibles):
    mode = model.training
    model.eval()
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    model.train(mode)
    return (trouvees != torch.tensor(cibles)).float().mean().item()
