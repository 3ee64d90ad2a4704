# Fait varier la station le plus vite.
# perd : forecast_dataset_test_windows_in_order
# dit : l'ordre est celui de SampleMetroDataset

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
        if index >= self.count:
            raise IndexError(index)
        rest, station = divmod(index, self.stations)
        day, start = divmod(rest, self.starts)
        series = self.flows[day, start:, station]
        return series[: self.length], series[self.horizon :][: self.length]
