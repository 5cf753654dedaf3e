"""Answers to classes of unequal size: weights in the loss, or an even draw."""

from typing import Literal

import torch
from torch import Tensor

from emotion_desktop.errors import DataError

ClassWeights = Literal["none", "inverse", "effective"]

BETA = 0.999


def class_weights(counts: Tensor, kind: ClassWeights) -> Tensor | None:
    """Return (C,) float32 weights of the classes in the loss, or None for equal ones.

    `inverse` is n / (C · n_c), which averages 1 over the faces. `effective` divides by the
    effective number (1 - β^n_c) / (1 - β) with β = .999 and averages 1 over the classes: rare
    classes gain less (Cui et al. 2019, https://arxiv.org/abs/1901.05555).

    Args:
        counts: (C,) training faces of each class.
        kind: Which weights.

    Raises:
        DataError: If a class has no face.
    """
    if kind == "none":
        return None
    if not counts.all():
        msg = (
            f"class number {int(counts.argmin())} has no training face, so it cannot be weighed; "
            "train without it, or without class weights"
        )
        raise DataError(msg)
    counts = counts.double()
    if kind == "inverse":
        return (counts.sum() / (len(counts) * counts)).float()
    weights = (1 - BETA) / (1 - BETA**counts)
    return (weights / weights.mean()).float()


def epoch_order(labels: Tensor, generator: torch.Generator, *, balanced: bool) -> Tensor:
    """Return (n,) int64, the faces of one epoch in the order they are seen.

    Args:
        labels: (n,) int64 classes.
        generator: Of the draws, on the CPU.
        balanced: Draw with replacement, every class that occurs as often as the others, instead
            of showing each face once.
    """
    if not balanced:
        return torch.randperm(len(labels), generator=generator)
    chance = 1 / torch.bincount(labels.cpu())[labels.cpu()].double()
    return torch.multinomial(chance, len(labels), replacement=True, generator=generator)
