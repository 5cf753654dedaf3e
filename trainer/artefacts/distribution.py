"""The picture of how many faces of each class there are in each split."""

import numpy as np

from emotion_desktop.models import CheckpointMetadata
from trainer.artefacts.figure_style import INK, FigureKind, new_figure, quiet, rendered, rgb

SHADES = (1.0, 0.55, 0.25)
"""Opacity of the bars of Training, PublicTest and PrivateTest."""


def class_counts(metadata: CheckpointMetadata) -> dict[str, dict[str, int]]:
    """Return the faces of each class by split; without those that a header does not tell."""
    learned = {
        "Training": metadata.training.get("training_faces"),
        "PublicTest": metadata.training.get("validation_faces"),
    }
    found = {
        split: {str(name): int(str(count)) for name, count in counts.items()}
        for split, counts in learned.items()
        if isinstance(counts, dict)
    }
    if (private := metadata.metrics.get("PrivateTest")) is not None:
        found["PrivateTest"] = {str(name): count for name, count in private.support.items()}
    return found


def class_distribution(metadata: CheckpointMetadata, kind: FigureKind = "png") -> bytes:
    """Return a picture of the faces of each class, a bar for each split."""
    splits = class_counts(metadata)
    classes = metadata.classes
    figure = new_figure(2.5 + 1.1 * len(classes), 4.2)
    axes = figure.subplots()
    width = 0.8 / max(len(splits), 1)
    for number, (split, counts) in enumerate(splits.items()):
        places = np.arange(len(classes)) + (number - (len(splits) - 1) / 2) * width
        values = [counts.get(emotion, 0) for emotion in classes]
        colours = [(*rgb(emotion), SHADES[number]) for emotion in classes]
        bars = axes.bar(places, values, 0.92 * width, color=colours, edgecolor=INK, linewidth=0.4)
        axes.bar_label(bars, [f"{value:,}" for value in values], fontsize=7, padding=2)
        axes.bar(0, 0, color=(*[0.3] * 3, SHADES[number]), label=f"{split}: {sum(values):,}")
    quiet(axes)
    axes.set_xticks(range(len(classes)), classes)
    axes.set_ylabel("faces")
    axes.set_title("Faces of each class, by split", weight="bold")
    if splits:
        axes.legend(frameon=False)
    return rendered(figure, kind)
