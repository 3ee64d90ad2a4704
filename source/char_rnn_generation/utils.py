"""Outils du cours : l'alphabet, la lecture des listes de noms, un tableau de noms inventés.

Ce fichier est fourni avec l'énoncé ; il n'y a rien à y compléter pour ce notebook.
"""

import string
import unicodedata
from pathlib import Path

LETTRES = string.ascii_lowercase + "'-"
TITRES = {
    "etoiles": "étoiles",
    "mineraux": "minéraux",
    "prenoms_basques": "prénoms basques",
    "prenoms_bretons": "prénoms bretons",
    "prenoms_italiens": "prénoms italiens",
}


def en_lettres(nom):
    """Le nom en minuscules et sans accents, réduit aux caractères de LETTRES."""
    decompose = unicodedata.normalize("NFD", nom.lower())
    return "".join(lettre for lettre in decompose if lettre in LETTRES)


def lire_noms(dossier="data"):
    """Lit dossier/*.txt, un nom par ligne : {catégorie: liste de noms}, une catégorie par fichier.

    La catégorie s'appelle comme dans TITRES, à défaut comme le fichier.
    """
    noms = {}
    for fichier in sorted(Path(dossier).glob("*.txt")):
        lignes = fichier.read_text(encoding="utf-8").splitlines()
        categorie = TITRES.get(fichier.stem, fichier.stem)
        noms[categorie] = [en_lettres(ligne) for ligne in lignes if ligne]
    return noms


def tableau_de_noms(axes, lignes, colonnes, cases, colorier, titre):
    """Dessine dans `axes` un tableau ; `cases[i][j]` est une liste de noms.

    colorier: dit d'un nom s'il est déjà dans la liste d'apprentissage (il est alors grisé).
    """
    axes.set_title(titre, fontsize=14, pad=34)
    axes.set_xlim(-0.85, len(colonnes))
    axes.set_ylim(len(lignes), 0)
    axes.axis("off")
    for j, colonne in enumerate(colonnes):
        axes.text(j + 0.5, -0.12, colonne, ha="center", va="bottom", fontsize=12, weight="bold")
    for i, ligne in enumerate(lignes):
        if i % 2 == 0:
            axes.axhspan(i, i + 1, color="#eef2f7", zorder=0)
        axes.text(-0.8, i + 0.5, ligne, ha="left", va="center", fontsize=12, weight="bold")
        for j in range(len(colonnes)):
            for k, nom in enumerate(cases[i][j]):
                y = i + (k + 1) / (len(cases[i][j]) + 1)
                couleur = "#8a8f98" if colorier(nom) else "#174a7e"
                axes.text(j + 0.5, y, nom.capitalize(), ha="center", va="center", color=couleur)
