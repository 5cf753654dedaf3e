"""Optimizers and learning-rate schedules by name."""

import math
from collections.abc import Callable
from typing import Literal

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, ReduceLROnPlateau

from emotion_desktop.errors import SettingError

OptimizerKind = Literal["sgd", "adam", "adamw"]
ScheduleKind = Literal["constant", "one-cycle", "cosine", "step", "plateau"]

# torch.optim.lr_scheduler.OneCycleLR's: where the cycle begins and ends, as parts of its peak
FIRST, LAST = 1 / 25, 1 / 25 / 1e4
RISE = 0.2


def make_optimizer(
    model: nn.Module,
    *,
    kind: OptimizerKind,
    lr: float,
    weight_decay: float,
    momentum: float = 0.9,
    feature_lr: float | None = None,
) -> torch.optim.Optimizer:
    """Return an optimizer of all parameters.

    Args:
        model: Whose parameters to move.
        kind: `sgd` is Nesterov's; `adamw` decouples the weight decay (Loshchilov & Hutter 2017,
            https://arxiv.org/abs/1711.05101), the others add it to the gradient.
        lr: Learning rate, at the schedule's highest.
        weight_decay: Of all parameters.
        momentum: Of `sgd`; 0 is plain gradient descent.
        feature_lr: Learning rate of all but the classifier, for features that start from
            another network; then there are two parameter groups, the features' first.

    Raises:
        SettingError: If there is a `feature_lr` but no classifier to tell apart.
    """
    groups: list[dict[str, object]] = [{"params": list(model.parameters())}]
    if feature_lr is not None:
        head = set(classifier(model).parameters())
        groups = [
            {"params": [p for p in model.parameters() if p not in head], "lr": feature_lr},
            {"params": [p for p in model.parameters() if p in head]},
        ]
    match kind:
        case "sgd":
            return torch.optim.SGD(
                groups, lr, momentum, weight_decay=weight_decay, nesterov=momentum > 0
            )
        case "adam":
            return torch.optim.Adam(groups, lr, weight_decay=weight_decay)
        case "adamw":
            return torch.optim.AdamW(groups, lr, weight_decay=weight_decay)


def classifier(model: nn.Module) -> nn.Module:
    """Return the part that turns features into logits.

    That is the outermost module around the last linear layer without a convolution in it, so a
    gate of linear layers inside a block of convolutions does not count.

    Raises:
        SettingError: If there is no linear layer.
    """
    linear = [name for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    if not linear:
        msg = "no linear layer gives this network's logits; train it without feature_lr"
        raise SettingError(msg)
    part = model
    for name in linear[-1].split("."):
        if not any(isinstance(module, nn.Conv2d) for module in part.modules()):
            break
        part = part.get_submodule(name)
    return part


def make_schedule(
    optimizer: torch.optim.Optimizer,
    *,
    kind: ScheduleKind,
    epochs: int,
    steps_per_epoch: int,
    warmup_epochs: float = 0.0,
    step_size: int = 8,
    gamma: float = 0.5,
    patience: int = 5,
) -> LRScheduler:
    """Return a schedule that scales the learning rate of every parameter group alike.

    `plateau` is a `ReduceLROnPlateau`, to be stepped once an epoch with the validation loss; all
    others are stepped after each optimizer step.

    Args:
        optimizer: With the highest learning rates set.
        kind: See `schedule_factor`.
        epochs: Of the whole training.
        steps_per_epoch: Optimizer steps.
        warmup_epochs: Of linear rise; with `one-cycle` the length of its own rise, 0 for a fifth
            of the training.
        step_size: Epochs between the drops of `step`.
        gamma: Factor of each drop of `step` and `plateau`.
        patience: Epochs without a lower loss before `plateau` drops.

    Raises:
        SettingError: If a warm-up is asked of `plateau`, which has no steps to rise over, or a
            factor that lowers nothing.
    """
    if kind == "plateau":
        if warmup_epochs:
            msg = f"plateau has no warm-up; set warmup_epochs to 0, not {warmup_epochs}"
            raise SettingError(msg)
        if gamma >= 1:
            msg = f"gamma is {gamma}; a plateau needs a factor below 1"
            raise SettingError(msg)
        return ReduceLROnPlateau(optimizer, factor=gamma, patience=patience)
    return LambdaLR(
        optimizer,
        schedule_factor(
            kind,
            steps=epochs * steps_per_epoch,
            warmup=round(warmup_epochs * steps_per_epoch),
            drop_every=step_size * steps_per_epoch,
            gamma=gamma,
        ),
    )


def schedule_factor(
    kind: ScheduleKind, *, steps: int, warmup: int = 0, drop_every: int = 1, gamma: float = 1.0
) -> Callable[[int], float]:
    """Return a function from the number of finished steps to the share of the learning rate.

    - `constant`: 1.
    - `step`: times `gamma` after every `drop_every` steps, counted from the start.
    - `cosine`: half a cosine from 1 to 0 after the warm-up (Loshchilov & Hutter 2016,
      https://arxiv.org/abs/1608.03983).
    - `one-cycle`: half a cosine from 1/25 up to 1 over the warm-up, another down to 1/250000
      (Smith & Topin 2017, https://arxiv.org/abs/1708.07120); values as in PyTorch's `OneCycleLR`.

    Args:
        kind: Not `plateau`, which depends on more than the step.
        steps: Of the whole training.
        warmup: Steps of linear rise, for `one-cycle` of its own rise, then 0 means a fifth.
        drop_every: Steps.
        gamma: Factor of each drop.
    """
    peak = (warmup or RISE * steps) - 1 if kind == "one-cycle" else float(warmup)
    rest = max(1.0, steps - 1 - peak if kind == "one-cycle" else steps - peak)

    def factor(step: int) -> float:
        if kind == "one-cycle":
            if step < peak:
                return _cosine(FIRST, 1, step / peak)
            return _cosine(1, LAST, (step - peak) / rest)
        rise = min(1.0, (step + 1) / (warmup + 1))
        if kind == "cosine" and step > warmup:
            return _cosine(1, 0, (step - peak) / rest)
        return rise * gamma ** (step // drop_every) if kind == "step" else rise

    return factor


def _cosine(start: float, end: float, share: float) -> float:
    """Return a value between two, along half a cosine; the end stays the end."""
    return end + (start - end) * (1 + math.cos(math.pi * min(1.0, share))) / 2
