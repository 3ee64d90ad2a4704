# Fenêtres de length + horizon pas par unfold, coupées en deux.

# %% forecast_dataset
class ForecastMetroDataset(Dataset):
    def __init__(self, flows, length, horizon):
        try:
            morceaux = flows.unfold(1, length + horizon, 1)
        except RuntimeError as erreur:
            raise ValueError("jours trop courts") from erreur
        self.morceaux = morceaux.permute(0, 2, 1, 4, 3).flatten(0, 2)
        self.length, self.horizon = length, horizon

    def __len__(self):
        return self.morceaux.shape[0]

    def __getitem__(self, index):
        morceau = self.morceaux[index]
        return morceau[: self.length].clone(), morceau[self.horizon :].clone()
