# Accepte des jours trop courts.
# perd : forecast_dataset_test_too_short_days
# dit : ValueError

# %% forecast_dataset
class ForecastMetroDataset(Dataset):
    def __init__(self, flows, length, horizon):
        days, slots, stations, _ = flows.shape
        self.flows, self.length, self.horizon = flows, length, horizon
        self.stations = stations
        self.starts = slots - length - horizon + 1
        self.count = days * stations * self.starts

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if index >= self.count:
            raise IndexError(index)
        rest, start = divmod(index, self.starts)
        day, station = divmod(rest, self.stations)
        series = self.flows[day, start:, station]
        return series[: self.length], series[self.horizon :][: self.length]
