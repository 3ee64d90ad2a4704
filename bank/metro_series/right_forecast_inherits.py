# Hérite de SampleMetroDataset, sans sa normalisation.

# %% forecast_dataset
class ForecastMetroDataset(SampleMetroDataset):
    def __init__(self, flows, length, horizon):
        super().__init__(flows, length + horizon, stations_max=torch.ones(flows.shape[2:]))
        self.horizon = horizon

    def __getitem__(self, index):
        tout, _ = super().__getitem__(index)
        return tout[: len(tout) - self.horizon], tout[self.horizon :]
