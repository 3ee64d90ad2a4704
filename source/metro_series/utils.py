"""Outils du cours : appareil de calcul, flux de passagers, squelette d'un RNN.

`device`, `RNN` et `SampleMetroDataset` sont ceux du notebook « RNN from scratch » ; s'y ajoute un
simulateur de flux, pour travailler sans le fichier de Hangzhou. Il n'y a rien à compléter ici.
"""

import math

import torch
from torch import nn
from torch.utils.data import Dataset

PAS_PAR_JOUR = 73
"""Un quart d'heure par pas, de 5 h 30 à 23 h 30."""

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


def heures(pas=PAS_PAR_JOUR):
    """L'heure de chaque pas d'un jour, en heures décimales : 5.5, 5.75, …, 23.5."""
    return 5.5 + torch.arange(pas) / 4


def flux_simules(jours_train=14, jours_test=7, stations=10, graine=0):
    """Des flux vraisemblables au format du fichier de Hangzhou : un couple (train, test).

    Chacun est un tenseur float32 de taille (jours, 73, stations, 2) : les entrées puis les sorties
    de voyageurs par quart d'heure, des nombres entiers. Les jours se suivent à partir d'un lundi.
    Les stations sont tour à tour résidentielles (on y entre le matin, on en sort le soir), de
    bureaux (l'inverse) et mixtes ; chacune a sa taille et ses heures de pointe. Le week-end, pas de
    pointes, mais un après-midi animé. Le comptage est un tirage de Poisson. La même graine donne
    les mêmes flux.
    """
    tirage = torch.Generator().manual_seed(graine)

    def hasard(bas, haut, *taille):
        return bas + (haut - bas) * torch.rand(*taille, generator=tirage)

    jours = jours_train + jours_test
    t = heures().view(1, -1, 1)
    ouvert = torch.sigmoid((t - 5.9) * 4) * torch.sigmoid((23.0 - t) * 3)
    week_end = (torch.arange(jours) % 7 >= 5).view(-1, 1, 1)
    forme = hasard(0.85, 1.15, jours, 1, stations)  # un jour n'est pas l'autre
    retard = hasard(-0.25, 0.25, jours, 1, stations)

    def pointe(heure, largeur):
        return torch.exp(-(((t - heure - retard) / largeur) ** 2) / 2)

    residence = torch.tensor([0.9, 0.1, 0.5])[torch.arange(stations) % 3]
    residence = residence + hasard(-0.08, 0.08, stations)
    taille = 60 * torch.exp(hasard(0, math.log(8), stations))
    matin = pointe(hasard(7.5, 8.7, stations), hasard(0.5, 0.9, stations))
    soir = pointe(hasard(17.3, 18.8, stations), hasard(0.7, 1.2, stations))
    sortie_du_soir = pointe(hasard(19.5, 21.5, stations), 1.0) * hasard(0, 0.35, stations)
    apres_midi = pointe(hasard(14.0, 17.0, stations), 3.0) * hasard(0.4, 0.6, stations)
    fond = hasard(0.12, 0.25, stations)
    directions = []
    for part in (residence, 1 - residence):
        ouvre = fond + part * matin + (1 - part) * (0.9 * soir + sortie_du_soir)
        moyenne = torch.where(week_end, fond + apres_midi, ouvre) * ouvert * forme * taille
        directions.append(torch.poisson(moyenne, generator=tirage))
    flux = torch.stack(directions, dim=-1)
    return flux[:jours_train], flux[jours_train:]
