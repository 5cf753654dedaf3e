"""The picture of a training run."""

from collections.abc import Sequence
from pathlib import Path

from emotion_desktop.models.metadata import EpochRecord


def plot_history(history: Sequence[EpochRecord], path: Path) -> None:
    """Write loss and accuracy over the epochs as a PNG.

    Args:
        history: At least one epoch.
        path: File to write.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(10, 4), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    epochs = [record.epoch for record in history]
    left.plot(epochs, [record.train_loss for record in history], label="training")
    left.plot(epochs, [record.val_loss for record in history], label="PublicTest")
    left.set(title="Loss", xlabel="epoch")
    left.legend()
    right.plot(epochs, [100 * record.val_accuracy for record in history])
    right.set(title="Accuracy on PublicTest", xlabel="epoch", ylabel="%")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.savefig(path, dpi=120)
