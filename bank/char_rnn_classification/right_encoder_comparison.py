# Comparaison des codes des lettres, par diffusion.

# %% encoder
def encoder(nom):
    codes = torch.tensor([ord(c) for c in normaliser(nom)])[:, None]
    connus = (codes == torch.tensor([ord(c) for c in ALPHABET])).float()
    return torch.cat([connus, 1 - connus.sum(1, keepdim=True)], dim=1)
