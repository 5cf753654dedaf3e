"""How far figures of a split would vary with other faces: Efron's bootstrap, all at once.

Every figure is a function of sums over faces: of each pair of true and predicted class, of the
negative log-likelihood, of the Brier score. A resample only weighs the faces, so the sums of all
resamples are one matrix product.

The ECE has no interval here: it is the mean of gaps without their signs, to which resampling adds,
so that its interval leaves out the truth. `metrics.calibration_floor` says what it is worth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from trainer.evaluation.metrics import class_figures

FIGURES: Final = ("accuracy", "macro_f1", "nll", "brier")
CHUNK: Final = 250
"""Resamples worked out at a time; bounds the memory."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure and its 95 % percentile interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Bootstrap:
    """Figures of a model on the faces there are and on resamples of them.

    Two models resampled with the same seed on the same faces have met the same resamples, so
    `minus` is the paired difference.

    Attributes:
        values: (4,) float64 in the order of `FIGURES`, on the faces as they are.
        resampled: (R, 4) float64, each row on one resample.
    """

    values: Floats
    resampled: Floats

    def minus(self, other: "Bootstrap") -> "Bootstrap":
        """Return the paired difference to another model on the same faces."""
        return Bootstrap(
            values=self.values - other.values, resampled=self.resampled - other.resampled
        )

    def intervals(self) -> dict[str, Interval]:
        """Return each figure with the 2.5 and 97.5 percentiles of its resamples."""
        low, high = np.percentile(self.resampled, (2.5, 97.5), axis=0)
        rows = zip(FIGURES, self.values, low, high, strict=True)
        return {
            name: Interval(value=float(v), low=float(a), high=float(b)) for name, v, a, b in rows
        }


def bootstrap(
    logits: Tensor, labels: Tensor, *, temperature: float, resamples: int = 2000, seed: int = 1
) -> Bootstrap:
    """Return a model's figures on resamples of its faces, drawn with replacement.

    Efron 1979, https://doi.org/10.1214/aos/1176344552.

    Args:
        logits: (n, C), uncalibrated.
        labels: (n,) int64.
        temperature: Divides the logits.
        resamples: How many.
        seed: Of the drawing; the same for all models to be compared.
    """
    count, classes = logits.shape
    sums = _summands(logits.double() / temperature, labels)
    rows = [weights @ sums for weights in resample_weights(count, resamples, seed)]
    return Bootstrap(
        values=_figures(sums.sum(axis=0)[None], classes)[0],
        resampled=_figures(np.concatenate(rows), classes),
    )


def resample_weights(count: int, resamples: int, seed: int) -> Iterator[Floats]:
    """Yield (up to CHUNK, n) float64: how often each face occurs in each resample."""
    generator = np.random.default_rng(seed)
    for start in range(0, resamples, CHUNK):
        size = min(CHUNK, resamples - start)
        drawn = generator.integers(0, count, (size, count))
        drawn += np.arange(size)[:, None] * count
        yield np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count).astype(float)


def _summands(logits: Tensor, labels: Tensor) -> Floats:
    """Return (n, C * C + 2): what each face adds to the confusion, the NLL and the Brier score."""
    classes = logits.shape[1]
    probabilities = logits.softmax(dim=1)
    pairs = functional.one_hot(labels * classes + probabilities.argmax(dim=1), classes * classes)
    nll = functional.cross_entropy(logits, labels, reduction="none")
    brier = (probabilities - functional.one_hot(labels, classes)).square().sum(dim=1)
    return torch.cat((pairs.double(), nll[:, None], brier[:, None]), dim=1).numpy()


def _figures(sums: Floats, classes: int) -> Floats:
    """Return (R, 4) figures from (R, C * C + 2) sums."""
    confusion = sums[:, : classes * classes].reshape(-1, classes, classes).astype(np.int64)
    count = confusion.sum(axis=(1, 2))
    right = np.trace(confusion, axis1=1, axis2=2)
    by_class = class_figures(confusion)
    nll, brier = sums[:, -2], sums[:, -1]
    return np.stack(
        (right / count, by_class.macro(by_class.f1), nll / count, brier / count), axis=1
    )
