"""How a training went, epoch by epoch: as JSON, as a table and as a picture."""

import csv
import io
import json
from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from emotion_desktop.models.metadata import EpochRecord
from trainer.artefacts.figure_style import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    FigureKind,
    new_figure,
    quiet,
    rendered,
)


def history_json(history: Sequence[EpochRecord]) -> str:
    """Return a JSON list with one object per epoch."""
    return json.dumps([record.model_dump(mode="json") for record in history], indent=1) + "\n"


def history_csv(history: Sequence[EpochRecord]) -> str:
    """Return a CSV with one line per epoch, one column per field that is known of any epoch."""
    rows = [record.model_dump() for record in history]
    names = [n for n in EpochRecord.model_fields if any(row[n] is not None for row in rows)]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def training_history(
    history: Sequence[EpochRecord], kept: EpochRecord, kind: FigureKind = "png"
) -> bytes:
    """Return a picture of loss, accuracy and learning rate over the epochs.

    Loss and accuracy are those of unchanged faces, of Training and of PublicTest, so that the gap
    between them is what was learned by heart. Of version 0.1 there is only the loss as optimised.

    Args:
        history: At least one epoch.
        kept: The one whose weights the checkpoint has.
        kind: Of the file.
    """
    figure = new_figure(13.5, 4.2)
    loss, accuracy, rate = figure.subplots(1, 3)
    epochs = [record.epoch for record in history]
    marker = "o" if len(history) <= 40 else ""
    style = {"marker": marker, "markersize": 3.5, "linewidth": 1.8}
    public = {"color": ORANGE, "ls": "--", "label": "PublicTest", **style}

    plain = [r.plain_train_loss for r in history if r.plain_train_loss is not None]
    if len(plain) == len(history):
        loss.plot(epochs, plain, color=BLUE, label="training, unchanged faces", **style)
    else:
        optimised = [r.train_loss for r in history]
        loss.plot(epochs, optimised, color=BLUE, label="training, as optimised", **style)
    loss.plot(epochs, [r.val_loss for r in history], **public)
    loss.set(title="Loss (cross-entropy)", ylabel="loss")
    loss.legend(frameon=False)

    percent = [100 * record.val_accuracy for record in history]
    learned = [100 * r.train_accuracy for r in history if r.train_accuracy is not None]
    gap = ""
    if len(learned) == len(history):
        accuracy.plot(epochs, learned, color=BLUE, label="training, unchanged faces", **style)
        accuracy.fill_between(epochs, percent, learned, color=BLUE, alpha=0.08, linewidth=0)
        assert kept.train_accuracy is not None
        gap = f"\ntraining {100 * (kept.train_accuracy - kept.val_accuracy):+.1f} points"
    accuracy.plot(epochs, percent, **public)
    accuracy.plot(
        [kept.epoch],
        [100 * kept.val_accuracy],
        "*",
        color=INK,
        markeredgecolor="white",
        markersize=17,
        zorder=5,
        clip_on=False,
    )
    accuracy.set(title="Accuracy", ylabel="%")
    accuracy.text(
        0.97,
        0.04,
        f"★ kept: epoch {kept.epoch}, {kept.val_accuracy:.2%}{gap}",
        transform=accuracy.transAxes,
        ha="right",
        color=INK,
        zorder=6,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2, "alpha": 0.85},
    )

    rate.plot(epochs, [r.learning_rate for r in history], color=BLUE, **style)
    rate.set(title="Learning rate")
    rate.set_ylim(bottom=0)
    rate.yaxis.set_major_formatter("{x:.3g}")
    for axes in (loss, accuracy, rate):
        _over_epochs(axes, epochs, kept.epoch)
        _mark_sizes(axes, history)
    return rendered(figure, kind)


def _mark_sizes(axes: Axes, history: Sequence[EpochRecord]) -> None:
    """Draw a line where the faces get another size, and say which."""
    for before, record in pairwise(history):
        if before.size is not None and record.size is not None and before.size != record.size:
            axes.axvline(record.epoch - 0.5, color=MUTED, linewidth=1)
            axes.annotate(
                f"{before.size} → {record.size} px",
                (record.epoch - 0.5, 1),
                xycoords=("data", "axes fraction"),
                xytext=(-3, -3),
                textcoords="offset points",
                ha="right",
                va="top",
                fontsize=8,
                color=MUTED,
                rotation=90,
            )


def _over_epochs(axes: Axes, epochs: Sequence[int], kept: int) -> None:
    quiet(axes)
    room = max(0.5, 0.03 * len(epochs))
    axes.set_xlim(epochs[0] - room, epochs[-1] + room)
    axes.axvline(kept, color=MUTED, linewidth=1, linestyle=":")
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
