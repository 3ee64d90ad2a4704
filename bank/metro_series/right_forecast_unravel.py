# Les trois indices par unravel_index.

# %% forecast_dataset
class ForecastMetroDataset(Dataset):
    def __init__(self, flows, length, horizon):
        jours, pas, stations, _ = flows.size()
        self.tailles = (jours, stations, pas - length - horizon + 1)
        if min(self.tailles) <= 0:
            raise ValueError(f"{pas} pas ne suffisent pas")
        self.series = flows.transpose(1, 2)
        self.length, self.horizon = length, horizon

    def __len__(self):
        return self.tailles[0] * self.tailles[1] * self.tailles[2]

    def __getitem__(self, index):
        if not -len(self) <= index < len(self):
            raise IndexError("pas de telle fenêtre")
        j, s, d = np.unravel_index(index % len(self), self.tailles)
        serie = self.series[int(j), int(s)]
        return serie.narrow(0, int(d), self.length), serie.narrow(0, int(d) + self.horizon, self.length)


import numpy as np
