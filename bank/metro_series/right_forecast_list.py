# Toutes les fenêtres préparées dans une liste.

# %% forecast_dataset
class ForecastMetroDataset(Dataset):
    def __init__(self, flows, length, horizon):
        super().__init__()
        if flows.size(1) < length + horizon:
            raise ValueError("trop court")
        self.exemples = []
        for jour in flows:
            for station in jour.unbind(dim=1):
                for debut in range(len(station) - length - horizon + 1):
                    x = station[debut : debut + length]
                    y = station[debut + horizon : debut + horizon + length]
                    self.exemples.append((x, y))

    def __len__(self):
        return len(self.exemples)

    def __getitem__(self, i):
        return self.exemples[i]
