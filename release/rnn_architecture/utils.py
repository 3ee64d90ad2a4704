"""Outils du cours : appareil de calcul, flux de passagers, squelette d'un RNN.

Ce fichier est fourni avec l'énoncé ; il n'y a rien à y compléter pour ce notebook.
"""

import torch
from torch import nn
from torch.utils.data import Dataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class RNN(nn.Module):
    """Le contrat d'un réseau récurrent dans les notebooks suivants.

    `one_step` fait avancer l'état d'un pas, `forward` l'applique à toute la séquence, `decode`
    passe d'un état à une sortie.
    """

    def one_step(self, x, h):
        """x : (B, D), h : (B, H) -> nouvel état (B, H)."""
        raise NotImplementedError

    def forward(self, x, h=None):
        """x : (T, B, D), h : (B, H) ou None -> tous les états (T, B, H)."""
        raise NotImplementedError

    def decode(self, h):
        """h : (B, H) -> sortie (B, C)."""
        raise NotImplementedError


class SampleMetroDataset(Dataset):
    """Des fenêtres de `length` pas dans des flux de stations, pour retrouver la station.

    `flows` : (jours, pas de temps, stations, directions). Un exemple est (fenêtre, station), la
    fenêtre de taille (length, directions). `stations_max` (le maximum de chaque station et
    direction, pour normaliser) est calculé s'il n'est pas donné ; pour le jeu de test, passer celui
    de l'apprentissage.
    """

    def __init__(self, flows, length=20, stations_max=None):
        self.flows, self.length = flows, length
        self.days, self.slots, self.stations, _directions = flows.shape
        if length > self.slots:
            raise ValueError(f"fenêtre de {length} pas dans des jours de {self.slots}")
        if stations_max is None:
            stations_max = flows.amax(dim=(0, 1)).clamp_min(1e-9)
        self.stations_max = stations_max
        self.flows = self.flows / self.stations_max

    def __len__(self):
        return self.days * self.stations * (self.slots - self.length + 1)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(index)
        rest, start = divmod(index, self.slots - self.length + 1)
        day, station = divmod(rest, self.stations)
        return self.flows[day, start : start + self.length, station], station
