"""Outils du notebook : données du rappel, lecture d'un journal de TensorBoard, figure.

Ce fichier est fourni avec l'énoncé ; il n'y a rien à y compléter.
"""

import math
import tempfile
from pathlib import Path

import torch


def symboles_au_hasard(N, T, K, graine):
    """N suites de T symboles entre 0 et K-1, toujours les mêmes pour une même graine."""
    generateur = torch.Generator().manual_seed(graine)
    return torch.randint(K, (N, T), generator=generateur)


def lire_journal(fichiers):
    """Ce que TensorBoard lit dans des fichiers (nom -> contenu) : {tag: [(pas, valeur), …]}."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    with tempfile.TemporaryDirectory() as dossier:
        for nom, contenu in fichiers.items():
            Path(dossier, nom).write_bytes(contenu)
        journal = EventAccumulator(dossier).Reload()
        return {
            tag: [(mesure.step, mesure.value) for mesure in journal.Scalars(tag)]
            for tag in journal.Tags()["scalars"]
        }


COULEURS = ("#8c8c8c", "#4477aa", "#66ccee", "#228833", "#ee6677", "#aa3377")
TRAITS = ("-", "-", "--", ":", "-", "-")


def tracer(historiques, K):
    """Les courbes d'apprentissage de plusieurs réseaux : perte (train et val), exactitude."""
    import matplotlib.pyplot as plt

    figure, (gauche, droite) = plt.subplots(1, 2, figsize=(12, 4.2), layout="constrained")
    for (nom, historique), couleur, trait in zip(
        historiques.items(), COULEURS, TRAITS, strict=False
    ):
        epoques = range(1, len(historique) + 1)
        pertes = [mesures["perte/val"] for mesures in historique]
        gauche.plot(epoques, pertes, trait, color=couleur, linewidth=2, label=nom)
        apprises = [mesures["perte/train"] for mesures in historique]
        gauche.plot(epoques, apprises, "-", color=couleur, linewidth=0.8, alpha=0.6)
        exactitudes = [100 * mesures["exactitude/val"] for mesures in historique]
        droite.plot(epoques, exactitudes, trait, color=couleur, linewidth=2, label=nom)
    for axe, niveau in ((gauche, math.log(K)), (droite, 100 / K)):
        axe.axhline(niveau, color="black", linewidth=0.8, linestyle=(0, (1, 3)))
        axe.set_xlabel("époque")
        axe.grid(alpha=0.25)
        axe.spines[["top", "right"]].set_visible(False)
        axe.xaxis.get_major_locator().set_params(integer=True)
    gauche.set_title("Perte (trait épais : validation, fin : apprentissage)", fontsize=11)
    gauche.set_ylabel("perte moyenne par suite (nats)")
    gauche.set_ylim(bottom=0)
    gauche.text(
        0.99,
        math.log(K),
        "au hasard ",
        va="top",
        ha="right",
        fontsize=9,
        transform=gauche.get_yaxis_transform(),
    )
    droite.set_title("Exactitude sur la validation", fontsize=11)
    droite.set_ylabel("premier symbole retrouvé (%)")
    droite.set_ylim(0, 104)
    droite.text(
        0.99,
        100 / K,
        "au hasard ",
        va="bottom",
        ha="right",
        fontsize=9,
        transform=droite.get_yaxis_transform(),
    )
    figure.legend(*droite.get_legend_handles_labels(), loc="outside right center", frameon=False)
    figure.suptitle("Rappel du premier symbole : qui se souvient ?", fontsize=13)
    return figure
