"""What training and evaluation show on the terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from emotion_desktop.models import SplitMetrics
from emotion_desktop.models.metadata import EpochRecord


class TrainingDisplay:
    """Progress bars, of the epoch at work and of them all, under a growing table of the finished.

    Args:
        console: Where to draw.
        epochs: Of the whole training.
    """

    def __init__(self, console: Console, epochs: int) -> None:
        self._epochs = epochs
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("elapsed"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(elapsed_when_finished=False),
            console=console,
            transient=True,
        )
        self._one = self._progress.add_task("", total=None)
        self._all = self._progress.add_task("all epochs", total=None)
        self._number = 0

    def __enter__(self) -> Self:
        """Start drawing."""
        self._console.print(
            "epoch   train loss   PublicTest loss   accuracy   learning rate   time", style="bold"
        )
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop drawing."""
        self._progress.stop()

    def step(self, epoch: int, step: int, steps: int) -> None:
        """Move the bars.

        Args:
            epoch: Number of the epoch, counted from 1.
            step: Steps of it that are done.
            steps: Its steps.
        """
        if epoch != self._number:
            before = (epoch - 1) * steps
            if self._number == 0:  # of a resumed run's past we know no times
                self._progress.reset(self._all, total=self._epochs * steps, completed=before)
            self._progress.reset(
                self._one, total=steps, description=f"epoch {epoch}/{self._epochs}"
            )
            self._number = epoch
        self._progress.update(self._one, completed=step)
        self._progress.update(self._all, completed=(epoch - 1) * steps + step)

    def epoch(self, record: EpochRecord, best: bool) -> None:  # noqa: FBT001  a callback's signature
        """Add a line to the table."""
        self._console.print(
            f"{record.epoch:5d}   {record.train_loss:10.4f}   {record.val_loss:15.4f}   "
            f"{record.val_accuracy:7.2%}{' *' if best else '  '}  {record.learning_rate:12.2e}   "
            f"{record.seconds:.0f} s"
        )

    def warn(self, message: str) -> None:
        """Add a warning to the table."""
        self._console.print(f"warning: {message}", style="yellow", markup=False, soft_wrap=True)


def print_metrics(console: Console, metrics: SplitMetrics) -> None:
    """Print the figures of a split: the protocol, the totals, recall and confusion by class."""
    console.print(f"\n[bold]{metrics.protocol}[/]")
    console.print(
        f"accuracy {metrics.accuracy:.2%}   macro-F1 {metrics.macro_f1:.2%}   "
        f"ECE {metrics.ece:.4f} (before scaling {metrics.ece_before:.4f})   "
        f"NLL {metrics.nll:.4f} (before scaling {metrics.nll_before:.4f})"
    )
    if metrics.ece_floor is not None:
        console.print(
            f"a perfectly calibrated model would show ECE {metrics.ece_floor:.4f} by chance   "
            f"debiased RMS calibration error {metrics.rms_calibration_error:.4f}   "
            f"Brier {metrics.brier:.4f}"
        )
    table = Table(title="rows: true class, columns: predicted", title_style="dim")
    table.add_column("")
    for emotion in metrics.recall:
        table.add_column(emotion, justify="right")
    table.add_column("recall", justify="right")
    for (emotion, recall), row in zip(metrics.recall.items(), metrics.confusion, strict=True):
        table.add_row(emotion, *map(str, row), f"{recall:.1%}")
    console.print(table)
