"""What hangs on the training loop: averaged weights, the best epoch, the terminal, Ctrl-C."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import Checkpoint, EarlyStopping, WeightAveraging
from torch import Tensor, nn

from emotion_desktop.models.metadata import EpochRecord
from trainer.module import ExpressionModule

COLLAPSED = 0.9
"""Share of the answers for one class from which a network counts as collapsed."""


class Stopped(Exception):  # noqa: N818  not an error: requested by the user
    """Raised in the loop after Ctrl-C; the resume state of the last whole epoch is on disk."""


class Display(Protocol):
    """Shows a training to someone."""

    def step(self, epoch: int, step: int, steps: int) -> None:
        """Show how many of the steps of an epoch, counted from 1, are done."""

    def epoch(self, record: EpochRecord, best: bool) -> None:  # noqa: FBT001  a callback's signature
        """Show a finished epoch, and whether it is the best so far."""

    def warn(self, message: str) -> None:
        """Show a warning."""


class WeightEma(WeightAveraging):
    """An exponential moving average of the weights, validated and kept in place of them.

    Args:
        decay: Per step.
    """

    def __init__(self, decay: float) -> None:
        super().__init__(avg_fn=ema_update(decay))

    @property
    def network(self) -> nn.Module:
        """The averaged network."""
        assert self._average_model is not None
        module = self._average_model.module
        assert isinstance(module, ExpressionModule)
        return module.network


def ema_update(decay: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    """Return an exponential moving average that forgets the random start quickly."""

    def average(old: Tensor, new: Tensor, steps: Tensor | int) -> Tensor:
        if not old.is_floating_point():
            return new
        known = torch.as_tensor(steps, dtype=old.dtype, device=old.device)  # not waited for
        return old.lerp(new, 1 - ((1 + known) / (10 + known)).clamp(max=decay))

    return average


class BestEpoch(Checkpoint):
    """Hands over the network whenever an epoch has the best `val_score` so far.

    A `Checkpoint` in Lightning's sense, so that it runs after the epoch is in the history.

    Args:
        save: Called in the first process with the network and the history.
        average: Whose network to hand over; the module's own if None.
    """

    def __init__(
        self, save: Callable[[nn.Module, list[EpochRecord]], None], average: WeightEma | None
    ) -> None:
        self._save, self._average = save, average
        self.score = -1.0
        self.latest = False

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Compare the epoch."""
        assert isinstance(pl_module, ExpressionModule)
        score = float(trainer.callback_metrics["val_score"])
        self.latest = score > self.score
        if self.latest:
            self.score = score
            if trainer.is_global_zero:
                network = pl_module.network if self._average is None else self._average.network
                self._save(network, pl_module.history)

    def state_dict(self) -> dict[str, Any]:
        """Return what a resumed training needs."""
        return {"score": self.score}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take up where an earlier process stopped."""
        self.score = state_dict["score"]


class Reporter(Checkpoint):
    """Tells a display of steps, epochs and a collapse; a `Checkpoint` for `BestEpoch`'s reason.

    Args:
        display: Who is told, in the first process.
        best: Knows whether the epoch was the best.
        classes: Names of the classes.
    """

    def __init__(self, display: Display, best: BestEpoch, classes: tuple[str, ...]) -> None:
        self._display, self._best, self._classes = display, best, classes
        self._warned = False

    def on_train_batch_end(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
    ) -> None:
        """Show the step."""
        if trainer.is_global_zero:
            steps = int(trainer.num_training_batches)
            self._display.step(trainer.current_epoch + 1, batch_idx + 1, steps)

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Show the epoch; warn once if nearly all faces are given one class."""
        assert isinstance(pl_module, ExpressionModule)
        if not trainer.is_global_zero:
            return
        self._display.epoch(pl_module.history[-1], self._best.latest)
        which = collapsed(pl_module.predicted, pl_module.labelled)
        if which is not None and not self._warned:
            self._warned = True
            self._display.warn(
                f"{float(pl_module.predicted[which]):.0%} of the validation faces are called "
                f"{self._classes[which]} (truly {float(pl_module.labelled[which]):.0%}): the "
                "network may have collapsed to one class. If the next epochs do not cure it, try "
                f"a lower --lr (now {pl_module.recipe.lr}), --warmup-epochs 2, "
                "--class-weights effective, or --balanced"
            )


def collapsed(predicted: Tensor, labelled: Tensor) -> int | None:
    """Return the class that nearly all faces are given and few belong to, if there is one.

    Args:
        predicted: (C,) share of the faces given to each class.
        labelled: (C,) share of the faces that belong to each class.
    """
    which = int(predicted.argmax())
    unlike = predicted[which] > labelled[which] + 0.5 * (1 - labelled[which])
    return which if bool(predicted[which] >= COLLAPSED) and bool(unlike) else None


class Patience(EarlyStopping):
    """Stops when `val_score` has not grown for some epochs, also when it is resumed.

    Epochs at a smaller size do not count: their best is no checkpoint to ship.

    Args:
        epochs: Without progress.
    """

    def __init__(self, epochs: int) -> None:
        super().__init__("val_score", patience=epochs, mode="max", check_on_train_epoch_end=True)

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Stop a resumed training that had come to its end."""
        trainer.should_stop = self.wait_count >= self.patience

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Count the epoch."""
        assert isinstance(pl_module, ExpressionModule)
        if pl_module.feed.size == pl_module.feed.spec.size:
            super().on_train_epoch_end(trainer, pl_module)


class StopOnInterrupt(pl.Callback):
    """Lets Ctrl-C end the training after the step at work; a second one ends it at once.

    Lightning's own handling leaves the process; we still have the best epoch to score.

    Raises:
        Stopped: In the loop.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None

    def setup(self, trainer: pl.Trainer, pl_module: pl.LightningModule, stage: str) -> None:
        """Listen."""
        self._before = signal.signal(signal.SIGINT, self._ask)

    def teardown(self, trainer: pl.Trainer, pl_module: pl.LightningModule, stage: str) -> None:
        """Stop listening."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    def on_train_batch_end(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
    ) -> None:
        """Stop if asked to."""
        self._obey(trainer)

    def on_validation_batch_end(  # noqa: PLR0917  Lightning's signature
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """Stop if asked to."""
        self._obey(trainer)

    def _obey(self, trainer: pl.Trainer) -> None:
        asked = self._asked
        if trainer.world_size > 1:  # all at the same step, or the others wait for ever
            asked = trainer.strategy.reduce_boolean_decision(asked, all=False)
        if asked:
            raise Stopped

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
