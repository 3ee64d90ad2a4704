# Ne lève pas IndexError : l'itération ne finit que par hasard.
# perd : forecast_dataset_test_count
# dit : IndexError

# %% forecast_dataset
class ForecastMetroDataset(Dataset):
    def __init__(self, flows, length, horizon):
        days, slots, stations, _ = flows.shape
        self.flows, self.length, self.horizon = flows, length, horizon
        self.stations = stations
        self.starts = slots - length - horizon + 1
        if self.starts < 1:
            raise ValueError("des jours trop courts pour une fenêtre et sa cible")
        self.count = days * stations * self.starts

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        index = index % self.count
        rest, start = divmod(index, self.starts)
        day, station = divmod(rest, self.stations)
        series = self.flows[day, start:, station]
        return series[: self.length], series[self.horizon :][: self.length]
