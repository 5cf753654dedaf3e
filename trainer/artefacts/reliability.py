"""The picture of how far confidence and accuracy agree.

Reliability diagrams before and after temperature scaling, as in Guo et al. 2017,
https://arxiv.org/abs/1706.04599.
"""

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.ticker import MaxNLocator

from trainer.artefacts.calibrated import calibrated
from trainer.artefacts.figure_style import (
    BLUE,
    GRID,
    INK,
    MUTED,
    ORANGE,
    FigureKind,
    new_figure,
    quiet,
    rendered,
)
from trainer.evaluation.metrics import Reliability, reliability
from trainer.evaluation.score import Score


def reliability_diagram(score: Score, kind: FigureKind = "png") -> bytes:
    """Return a picture: accuracy over confidence before and after scaling, histograms beneath."""
    figure = new_figure(10.5, 6.6)
    axes = figure.subplots(2, 2, sharex=True, sharey="row", height_ratios=(3, 1))
    metrics = score.metrics
    columns = (
        ("before scaling", score.logits.softmax(dim=1), metrics.ece_before, metrics.nll_before),
        (
            f"after scaling, temperature {score.temperature:.3f}",
            calibrated(score),
            metrics.ece,
            metrics.nll,
        ),
    )
    for column, (title, probabilities, ece, nll) in enumerate(columns):
        bins = reliability(probabilities, score.samples.labels)
        diagram, histogram = axes[0, column], axes[1, column]
        _draw_diagram(diagram, bins)
        diagram.set_title(title, weight="bold")
        figures = f"ECE {ece:.4f}\nNLL {nll:.4f}"
        plate = {"boxstyle": "round", "facecolor": "white", "edgecolor": GRID}
        diagram.text(0.96, 0.06, figures, ha="right", linespacing=1.5, fontsize=11, bbox=plate)
        _draw_histogram(histogram, bins)
    axes[0, 0].set_ylabel("accuracy")
    axes[1, 0].set_ylabel("share of faces")
    axes[0, 0].legend(frameon=False, loc="upper left")
    figure.suptitle(textwrap.fill(str(metrics.protocol), 110), fontsize=10, color=MUTED)
    return rendered(figure, kind)


def _draw_diagram(axes: Axes, bins: Reliability) -> None:
    filled = bins.count > 0
    width = 1 / len(filled)
    left = np.arange(len(filled))[filled] * width
    accuracy, confidence = bins.accuracy[filled], bins.confidence[filled]
    axes.bar(
        left, accuracy, width, align="edge", color=BLUE, edgecolor="white", label="accuracy"
    )  # fmt: skip
    axes.bar(
        left,
        confidence - accuracy,
        width,
        bottom=accuracy,
        align="edge",
        facecolor=to_rgba(ORANGE, 0.18),
        edgecolor=ORANGE,
        hatch="///",
        linewidth=0.8,
        label="gap to the mean confidence",
    )
    axes.plot([0, 1], [0, 1], "--", color=INK, linewidth=1, zorder=3, label="perfect calibration")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    quiet(axes)


def _draw_histogram(axes: Axes, bins: Reliability) -> None:
    shares = bins.count / max(int(bins.count.sum()), 1)
    width = 1 / len(shares)
    left = np.arange(len(shares)) * width
    axes.bar(left, shares, width, align="edge", color=MUTED, edgecolor="white")
    axes.set_xlabel("confidence")
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.yaxis.set_major_locator(MaxNLocator(3))
    quiet(axes)
