# Une fenêtre pour toutes les stations ensemble.
# perd : entrainer_previseur_test_beats_persistence, entrainer_previseur_test_descends_the_squared_error, entrainer_previseur_test_goes_batch_by_batch, entrainer_previseur_visible, forecast_dataset_test_count, forecast_dataset_test_no_window_crosses_midnight, forecast_dataset_test_target_is_the_window_shifted, forecast_dataset_test_windows_in_order, forecast_dataset_visible
# dit : chaque station a la sienne

# %% forecast_dataset
class ForecastMetroDataset(Dataset):
    def __init__(self, flows, length, horizon):
        days, slots, stations, _ = flows.shape
        self.flows, self.length, self.horizon = flows, length, horizon
        self.stations = stations
        self.starts = slots - length - horizon + 1
        if self.starts < 1:
            raise ValueError("des jours trop courts pour une fenêtre et sa cible")
        self.count = days * self.starts

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if index >= self.count:
            raise IndexError(index)
        rest, start = divmod(index, self.starts)
        day = rest
        series = self.flows[day, start:]
        return series[: self.length], series[self.horizon :][: self.length]
