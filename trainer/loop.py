"""The training loop."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from emotion_desktop.errors import DataError
from emotion_desktop.models import ModelSpec
from emotion_desktop.models.metadata import EpochRecord
from emotion_desktop.models.preprocess import normalise, preprocess, to_input
from trainer.augment import augment
from trainer.data import Samples
from trainer.recipes import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """What an epoch ended with.

    Attributes:
        record: Its line of the history.
        model: The averaged network in evaluation mode; the next epoch changes it.
        best: Whether no earlier epoch had a higher PublicTest accuracy.
    """

    record: EpochRecord
    model: nn.Module
    best: bool


def fit(
    model: nn.Module,
    spec: ModelSpec,
    train: Samples,
    validation: Samples,
    recipe: Recipe,
    *,
    device: torch.device,
    seed: int,
    on_step: Callable[[int, int], None] = lambda _step, _steps: None,
) -> Iterator[Epoch]:
    """Train a network, yielding after every epoch, until the recipe's end or its patience is up.

    The loss is cross-entropy against the target distribution. Validation and the yielded
    weights are those of the exponential moving average.

    Args:
        model: Untrained or to be trained further; changed in place.
        spec: Its architecture.
        train: Moved to the device as a whole.
        validation: Chooses the best epoch.
        recipe: Hyperparameters.
        device: Where to compute.
        seed: Of shuffling and augmentation.
        on_step: Called after each step with its number within the epoch and their count.

    Raises:
        DataError: If the loss stops being a number, or there is less than one batch.
    """
    steps = len(train) // recipe.batch_size
    if steps == 0:
        msg = (
            f"{len(train)} training faces do not fill one batch of {recipe.batch_size}; "
            "lower --batch-size"
        )
        raise DataError(msg)
    generator = torch.Generator().manual_seed(seed)
    model = on_device(model, device)
    average = AveragedModel(model, avg_fn=_averager(recipe.ema_decay), use_buffers=True)
    optimizer = torch.optim.AdamW(model.parameters(), recipe.lr, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.lr, total_steps=steps * recipe.epochs, pct_start=0.2
    )
    images, targets = train.images.to(device), train.targets.to(device)
    best, waited = -1.0, 0
    for epoch in range(1, recipe.epochs + 1):
        began = time.monotonic()
        size = recipe.size_of_epoch(epoch, spec.size)
        if size != recipe.size_of_epoch(epoch - 1, spec.size):
            best, waited = -1.0, 0  # weights of another size are no rival
        model.train()
        total = 0.0
        order = torch.randperm(len(train), generator=generator)[: steps * recipe.batch_size]
        for step, rows in enumerate(torch.split(order, recipe.batch_size), start=1):
            x = to_input(images[rows.to(device)], spec.channels, size)
            x = normalise(augment(x, recipe.augmentation, generator), spec)
            logits = model(x.contiguous(memory_format=torch.channels_last))
            loss = functional.cross_entropy(logits, targets[rows.to(device)])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(model)
            total += float(loss.detach())
            on_step(step, steps)
        if not total < float("inf"):
            msg = f"the loss became {total} in epoch {epoch}; lower --lr, now {recipe.lr}"
            raise DataError(msg)
        logits = predict(average.module, spec, validation.images, device=device, size=size)
        accuracy = float((logits.argmax(dim=1) == validation.labels).float().mean())
        record = EpochRecord(
            epoch=epoch,
            train_loss=total / steps,
            val_loss=float(functional.cross_entropy(logits, validation.labels)),
            val_accuracy=accuracy,
            learning_rate=schedule.get_last_lr()[0],
            seconds=time.monotonic() - began,
        )
        waited = 0 if accuracy > best else waited + 1
        yield Epoch(record=record, model=average.module, best=accuracy > best)
        best = max(best, accuracy)
        if waited >= recipe.patience:
            return


def _averager(decay: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    """Return an exponential moving average that forgets the random start quickly."""

    def average(old: Tensor, new: Tensor, steps: Tensor | int) -> Tensor:
        if not old.is_floating_point():
            return new
        steps = int(steps)
        return old.lerp(new, 1 - min(decay, (1 + steps) / (10 + steps)))

    return average


def on_device(model: nn.Module, device: torch.device) -> nn.Module:
    """Return the network moved to a device, its convolutions in the layout that is fastest."""
    moved: nn.Module = model.to(device=device).to(memory_format=torch.channels_last)
    return moved


def predict(
    model: nn.Module,
    spec: ModelSpec,
    images: Tensor,
    *,
    device: torch.device,
    size: int | None = None,
    batch_size: int = 256,
) -> Tensor:
    """Return (n, C) float32 logits on the CPU, without augmentation.

    Args:
        model: Put into evaluation mode.
        spec: Its architecture.
        images: (n, H, W) uint8 gray.
        device: Where to compute.
        size: Side of the network's input in pixels; the architecture's own if None.
        batch_size: Faces at a time.
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for batch in torch.split(images, batch_size):
            x = preprocess(batch.to(device), spec, size)
            rows.append(model(x.contiguous(memory_format=torch.channels_last)).float().cpu())
    return torch.cat(rows)
