"""Outils du notebook : les deux figures de la fin.

Ce fichier est fourni avec l'énoncé ; il n'y a rien à y compléter.
"""

import matplotlib.pyplot as plt

AFFICHES = {"francais": "français"}
"""Les langues dont le nom s'écrit autrement que celui de leur fichier."""


def dessiner_apprentissage(courbes):
    """Trace la perte au fil des époques ; `courbes` : un historique par nom de modèle."""
    figure, axe = plt.subplots(figsize=(6.4, 3.6))
    for (nom, historique), style in zip(courbes.items(), ["o-", "s--", "^:"]):
        axe.plot(range(1, len(historique) + 1), historique, style, markersize=4, label=nom)
    axe.set_title("Apprentissage : perte par nom")
    axe.set_xlabel("époque")
    axe.set_ylabel("entropie croisée (nats par nom)")
    axe.set_ylim(bottom=0)
    axe.xaxis.get_major_locator().set_params(integer=True)
    axe.grid(alpha=0.3)
    axe.legend(frameon=False)
    plt.show()


def dessiner_confusion(parts, langues):
    """Dessine la matrice de confusion ; `parts` : (C, C), lignes de somme 1."""
    noms = [AFFICHES.get(langue, langue) for langue in langues]
    figure, axe = plt.subplots(figsize=(7.2, 6.2))
    image = axe.imshow(parts, cmap="Blues", vmin=0, vmax=1)
    for i, ligne in enumerate(parts.tolist()):
        for j, part in enumerate(ligne):
            if part >= 0.005:
                couleur = "white" if part > 0.5 else "black"
                axe.text(j, i, f"{100 * part:.0f}", ha="center", va="center", color=couleur)
    axe.set_xticks(range(len(noms)), noms, rotation=40, ha="right", rotation_mode="anchor")
    axe.set_yticks(range(len(noms)), noms)
    axe.set_xticks([k - 0.5 for k in range(1, len(noms))], minor=True)
    axe.set_yticks([k - 0.5 for k in range(1, len(noms))], minor=True)
    axe.grid(which="minor", color="lightgrey", linewidth=0.8)
    axe.tick_params(which="minor", length=0)
    axe.set_title("Quelle langue est prise pour quelle autre ?")
    axe.set_xlabel("langue trouvée")
    axe.set_ylabel("vraie langue")
    barre = figure.colorbar(image, ax=axe, shrink=0.85, label="part des noms de la langue (%)")
    barre.set_ticks([0, 0.25, 0.5, 0.75, 1], labels=["0", "25", "50", "75", "100"])
    plt.show()
