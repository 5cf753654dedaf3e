"""What happens in one step and in one validation."""

import math
import time
from typing import Any

import pytorch_lightning as pl
import torch
from pytorch_lightning.utilities.types import OptimizerLRScheduler
from torch import Tensor, nn
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torchmetrics import MeanMetric
from torchmetrics.classification import MulticlassConfusionMatrix

from emotion_desktop.errors import DataError
from emotion_desktop.models.metadata import EpochRecord
from trainer.datamodule import FaceDataModule
from trainer.losses import Loss
from trainer.optim import make_optimizer, make_schedule
from trainer.recipes import Recipe

HISTORY = "history"
NEVER = 10**9
MOST_SHARE = 0.95
"""Of what a layer may drop."""


class ExpressionModule(pl.LightningModule):
    """A network with its loss, optimizer and history; faces come from a `FaceDataModule`.

    Logs the fields of an `EpochRecord` and `val_score`. The score is the accuracy,
    and 1 more at full size, so that no epoch at a smaller size is a rival to one at full size.

    Attributes:
        network: What is trained.
        history: One record for each finished epoch.
        predicted: (C,) share of the validation faces that were given to each class last.
        labelled: (C,) share that belongs to each class.
    """

    def __init__(self, network: nn.Module, recipe: Recipe, loss: Loss, *, classes: int) -> None:
        super().__init__()
        self.network = network.to(memory_format=torch.channels_last)
        for layer in network.modules():
            if isinstance(layer, nn.Dropout | nn.Dropout2d):
                layer.p = min(layer.p * recipe.dropout, max(layer.p, MOST_SHARE))
        self.recipe = recipe
        self.loss = loss
        self.history: list[EpochRecord] = []
        self.predicted = self.labelled = torch.zeros(classes)
        self._train_loss = MeanMetric(nan_strategy="disable")  # to be seen, not left out
        self._val_loss = MeanMetric(nan_strategy="disable")
        self._confusion = MulticlassConfusionMatrix(classes)
        self._plain_loss = MeanMetric(nan_strategy="disable")
        self._plain_accuracy = MeanMetric(nan_strategy="disable")
        self._rates: list[float] = []
        self._began = 0.0

    @property
    def feed(self) -> FaceDataModule:
        """Where the faces come from."""
        feed: FaceDataModule = self.trainer.datamodule  # type: ignore[attr-defined]
        return feed

    def on_train_epoch_start(self) -> None:
        """Prepare the faces."""
        self._began = time.monotonic()
        self._rates = []
        self.feed.begin(self.current_epoch)

    def training_step(self, step: int) -> Tensor:
        """Return the loss of one batch."""
        batch = self.feed.batch(step)
        logits = self.network(batch.x)
        loss: Tensor = self.loss(logits.float(), batch.targets, batch.teacher_log_probs)
        self._train_loss.update(loss.detach())
        self._rates.append(max(group["lr"] for group in self.optimizers().param_groups))  # type: ignore[union-attr]
        return loss

    def validation_step(self, step: int, batch_idx: int, dataloader_idx: int = 0) -> None:
        """Add one batch to the counts."""
        plain = dataloader_idx == 1
        x, labels = self.feed.validation_batch(step, plain=plain)
        if not len(labels):
            return
        logits, weight = self.network(x).float(), float(len(labels))
        loss = nn.functional.cross_entropy(logits, labels)
        if plain:
            self._plain_loss.update(loss, weight=weight)
            right = (logits.argmax(dim=1) == labels).float().mean()
            self._plain_accuracy.update(right, weight=weight)
        else:
            self._val_loss.update(loss, weight=weight)
            self._confusion.update(logits, labels)

    def on_validation_epoch_end(self) -> None:
        """Log accuracy, loss and score over all processes."""
        confusion = self._confusion.compute().float()
        total = confusion.sum()
        accuracy = float(confusion.trace() / total)
        self.predicted, self.labelled = confusion.sum(0) / total, confusion.sum(1) / total
        full = self.feed.size == self.feed.spec.size
        self.log("val_loss", self._val_loss.compute())
        self.log("val_accuracy", accuracy)
        self.log("val_score", accuracy + full)
        self.log("plain_train_loss", self._plain_loss.compute())
        self.log("train_accuracy", self._plain_accuracy.compute())
        for metric in (self._confusion, self._val_loss, self._plain_loss, self._plain_accuracy):
            metric.reset()

    def on_train_epoch_end(self) -> None:
        """Add the epoch to the history.

        Raises:
            DataError: If the loss is no longer a number.
        """
        train_loss = float(self._train_loss.compute())
        self._train_loss.reset()
        if not math.isfinite(train_loss):
            msg = (
                f"the loss became {train_loss} in epoch {self.current_epoch + 1}; lower --lr, now "
                f"{self.recipe.lr}, or compute with --precision 32"
            )
            raise DataError(msg)
        metrics = self.trainer.callback_metrics
        learning_rate = sum(self._rates) / len(self._rates)
        self.log("train_loss", train_loss)
        self.log("learning_rate", learning_rate)
        self.log("size", float(self.feed.size))
        self.history.append(
            EpochRecord(
                epoch=self.current_epoch + 1,
                train_loss=train_loss,
                val_loss=float(metrics["val_loss"]),
                val_accuracy=float(metrics["val_accuracy"]),
                learning_rate=learning_rate,
                seconds=time.monotonic() - self._began,
                plain_train_loss=float(metrics["plain_train_loss"]),
                train_accuracy=float(metrics["train_accuracy"]),
                size=self.feed.size,
            )
        )
        schedule = self.lr_schedulers()
        if isinstance(schedule, ReduceLROnPlateau):
            schedule.step(float(metrics["val_loss"]))

    def configure_optimizers(self) -> OptimizerLRScheduler:
        """Return optimizer and schedule of the recipe."""
        recipe = self.recipe
        optimizer = make_optimizer(
            self.network,
            kind=recipe.optimizer,
            lr=recipe.lr,
            weight_decay=recipe.weight_decay,
            momentum=recipe.momentum,
            feature_lr=recipe.feature_lr,
        )
        schedule = make_schedule(
            optimizer,
            kind=recipe.schedule,
            epochs=recipe.epochs,
            steps_per_epoch=math.ceil(self.feed.steps / recipe.accumulate),
            warmup_epochs=recipe.warmup_epochs,
            step_size=recipe.step_size,
            gamma=recipe.gamma,
            patience=recipe.step_size,
        )
        plateau = recipe.schedule == "plateau"
        return {
            "optimizer": optimizer,
            "lr_scheduler": {
                "scheduler": schedule,
                "interval": "epoch" if plateau else "step",
                "monitor": "val_loss" if plateau else None,
                # Lightning would step it after the resume state is saved, and forget it there
                "frequency": NEVER if plateau else 1,
            },
        }

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the history."""
        checkpoint[HISTORY] = [record.model_dump() for record in self.history]

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Take the history up again."""
        self.history = [EpochRecord(**record) for record in checkpoint[HISTORY]]
