"""Draw the unfolded many-to-one network of the assignment `rnn_architecture`.

Run from the course folder: python docs/figures/rnn_unfold.py
"""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.patches import FancyBboxPatch

TARGET = Path("source/rnn_architecture/data/rnn_unfold2.png")
STATE, INPUT, OUTPUT = "#cfe3f7", "#e4f1da", "#fbe3c8"
COLUMNS = [(0.0, "1"), (2.0, "2"), (5.0, "T")]


def box(axes, x, y, text, colour):
    axes.add_patch(
        FancyBboxPatch(
            (x - 0.42, y - 0.3), 0.84, 0.6, boxstyle="round,pad=0.06", fc=colour, ec="#333", lw=1.2
        )
    )
    axes.text(x, y, text, ha="center", va="center", fontsize=15)


def arrow(axes, start, end, label="", offset=(0.0, 0.0)):
    axes.annotate(
        "", xy=end, xytext=start, arrowprops={"arrowstyle": "-|>", "lw": 1.4, "color": "#333"}
    )
    middle = [(a + b) / 2 + o for a, b, o in zip(start, end, offset, strict=True)]
    axes.text(*middle, label, ha="center", va="center", fontsize=12, color="#a02020")


def main():
    figure, axes = plt.subplots(figsize=(9, 4.2), dpi=110)
    box(axes, -2.0, 0, "$h_0 = 0$", "#ffffff")
    previous = -2.0
    for x, t in COLUMNS:
        box(axes, x, 0, f"$h_{t}$", STATE)
        box(axes, x, -1.6, f"$x_{t}$", INPUT)
        arrow(axes, (x, -1.2), (x, -0.4), "$W_1$", (0.3, 0))
        if t == "T":
            axes.text(3.5, 0, r"$\cdots$", ha="center", va="center", fontsize=20)
            arrow(axes, (2.5, 0), (3.1, 0), "$W_2$", (0, 0.25))
            arrow(axes, (3.9, 0), (4.5, 0), "$W_2$", (0, 0.25))
        else:
            arrow(axes, (previous + 0.5, 0), (x - 0.5, 0), "$W_2$", (0, 0.25))
        previous = x
    box(axes, 5.0, 1.6, r"$\hat{y}$", OUTPUT)
    arrow(axes, (5.0, 0.4), (5.0, 1.2), "$W_3$", (0.3, 0))
    axes.text(
        -2.4,
        1.6,
        r"$h_t = \tanh(W_1 x_t + W_2 h_{t-1})$"
        + "\n"
        + r"$\hat{y} = \mathrm{LogSoftmax}(W_3 h_T)$",
        fontsize=14,
        va="center",
    )
    axes.set(xlim=(-2.8, 6.0), ylim=(-2.1, 2.1), aspect="equal")
    axes.axis("off")
    figure.savefig(TARGET, bbox_inches="tight", metadata={"Software": None})


if __name__ == "__main__":
    main()
