"""How a training went, epoch by epoch: as JSON, as a table and as a picture."""

import csv
import io
import json
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from emotion_desktop.models.metadata import EpochRecord
from trainer.artefacts.drawing import BLUE, INK, MUTED, ORANGE, new_figure, png, quiet


def history_json(history: Sequence[EpochRecord]) -> str:
    """Return a JSON list with one object per epoch."""
    return json.dumps([record.model_dump(mode="json") for record in history], indent=1) + "\n"


def history_csv(history: Sequence[EpochRecord]) -> str:
    """Return a CSV with one line per epoch, one column per field."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(EpochRecord.model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(record.model_dump() for record in history)
    return text.getvalue()


def training_history(history: Sequence[EpochRecord], kept: EpochRecord) -> bytes:
    """Return a PNG of loss, accuracy and learning rate over the epochs.

    Args:
        history: At least one epoch.
        kept: The one whose weights the checkpoint has.
    """
    figure = new_figure(13.5, 4.2)
    loss, accuracy, rate = figure.subplots(1, 3)
    epochs = [record.epoch for record in history]
    marker = "o" if len(history) <= 40 else ""
    style = {"marker": marker, "markersize": 3.5, "linewidth": 1.8}

    loss.plot(epochs, [r.train_loss for r in history], color=BLUE, label="training", **style)
    loss.plot(
        epochs, [r.val_loss for r in history], color=ORANGE, ls="--", label="PublicTest", **style
    )
    loss.set(title="Loss (cross-entropy)", ylabel="loss")
    loss.legend(frameon=False)

    percent = [100 * record.val_accuracy for record in history]
    accuracy.plot(epochs, percent, color=ORANGE, ls="--", **style)
    accuracy.plot(
        [kept.epoch], [100 * kept.val_accuracy], "*", color=INK, markersize=13, clip_on=False
    )
    accuracy.set(title="Accuracy on PublicTest", ylabel="%")
    accuracy.text(
        0.97,
        0.04,
        f"★ kept: epoch {kept.epoch}, {kept.val_accuracy:.2%}",
        transform=accuracy.transAxes,
        ha="right",
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
    )

    rate.plot(epochs, [r.learning_rate for r in history], color=BLUE, **style)
    rate.set(title="Learning rate at the end of the epoch")
    rate.set_ylim(bottom=0)
    rate.yaxis.set_major_formatter("{x:.3g}")
    for axes in (loss, accuracy, rate):
        _over_epochs(axes, epochs, kept.epoch)
    return png(figure)


def _over_epochs(axes: Axes, epochs: Sequence[int], kept: int) -> None:
    quiet(axes)
    room = max(0.5, 0.03 * len(epochs))
    axes.set_xlim(epochs[0] - room, epochs[-1] + room)
    axes.axvline(kept, color=MUTED, linewidth=1, linestyle=":")
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
