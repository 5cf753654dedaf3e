"""The picture of which class is taken for which."""

import textwrap

import numpy as np

from emotion_desktop.models import SplitMetrics
from trainer.artefacts.figure_style import INK, MUTED, FigureKind, new_figure, rendered


def confusion_matrix(metrics: SplitMetrics, kind: FigureKind = "png") -> bytes:
    """Return a picture of the confusion matrix: shares of rows in colour and figures, counts."""
    classes = list(metrics.recall)
    counts = np.array(metrics.confusion)  # (C, C)
    totals = counts.sum(axis=1)
    shares = counts / np.maximum(totals, 1)[:, None]
    side = 2.6 + 0.95 * len(classes)
    figure = new_figure(side + 1.0, side)
    axes = figure.subplots()
    picture = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row in range(len(classes)):
        for column in range(len(classes)):
            share, count = shares[row, column], counts[row, column]
            colour = "white" if share > 0.55 else INK if count else "#a5abb3"
            weight = "bold" if row == column else "normal"
            for text, size, points in ((f"{share:.1%}", 10, 3), (f"{count:,}", 8, -11)):
                axes.annotate(
                    text,
                    (column, row),
                    xytext=(0, points),
                    textcoords="offset points",
                    ha="center",
                    color=colour,
                    weight=weight if size == 10 else "normal",
                    fontsize=size,
                )
    axes.set_xticks(range(len(classes)), classes, rotation=35, ha="right", rotation_mode="anchor")
    names = [f"{name}\nn = {total:,}" for name, total in zip(classes, totals, strict=True)]
    axes.set_yticks(range(len(classes)), names)
    axes.set_xlabel("predicted class")
    axes.set_ylabel("true class", labelpad=8)
    axes.set_xticks(np.arange(len(classes) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(classes) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=2)
    axes.tick_params(length=0, which="both")
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(picture, ax=axes, shrink=0.8, pad=0.02, format="{x:.0%}")
    bar.set_label("share of the row")
    bar.outline.set_visible(False)
    figure.suptitle(
        f"accuracy {metrics.accuracy:.2%}, macro-F1 {metrics.macro_f1:.2%}", weight="bold"
    )
    axes.set_title(textwrap.fill(str(metrics.protocol), int(12 * side)), fontsize=8.5, color=MUTED)
    return rendered(figure, kind)
