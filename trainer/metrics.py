"""What is measured of a model on a split."""

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from torch import Tensor
from torch.nn import functional

from emotion_desktop.labels import Emotion
from emotion_desktop.models import SplitMetrics

BINS = 15


def calibration_error(probabilities: Tensor, labels: Tensor, bins: int = BINS) -> float:
    """Return the expected calibration error, 0–1, over bins of equal width.

    Naeini et al. 2015, as in Guo et al. 2017, https://arxiv.org/abs/1706.04599.

    Args:
        probabilities: (n, C), each row sums to 1.
        labels: (n,) int64.
        bins: Number of bins.
    """
    confidence, predicted = probabilities.double().max(dim=1)
    correct = (predicted == labels).double()
    which = (confidence * bins).ceil().long().clamp(1, bins) - 1
    gap = torch.zeros(bins, dtype=torch.float64).index_add_(0, which, correct - confidence)
    return float(gap.abs().sum() / len(labels))


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """Return the temperature with the least negative log-likelihood (Guo et al. 2017).

    Args:
        logits: (n, C).
        labels: (n,) int64.
    """
    logits = logits.double()

    def loss(log_temperature: float) -> float:
        return float(functional.cross_entropy(logits / np.exp(log_temperature), labels))

    found = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded")
    return float(np.exp(found.x))


def confusion_matrix(labels: Tensor, predicted: Tensor, count: int) -> NDArray[np.int64]:
    """Return (C, C) int64 counts; rows are true classes, columns predicted ones."""
    pairs = torch.bincount(labels * count + predicted, minlength=count * count)
    return pairs.reshape(count, count).numpy().astype(np.int64)


def measure(
    logits: Tensor,
    labels: Tensor,
    classes: tuple[Emotion, ...],
    *,
    temperature: float,
    protocol: str,
) -> SplitMetrics:
    """Return all figures of a model on a split.

    Args:
        logits: (n, C), uncalibrated.
        labels: (n,) int64.
        classes: In the order of the logits.
        temperature: Divides the logits for `ece` and `nll`.
        protocol: In words.
    """
    confusion = confusion_matrix(labels, logits.argmax(dim=1), len(classes))
    right = confusion.diagonal()
    per_class = confusion.sum(axis=1)
    recall = right / np.maximum(per_class, 1)
    precision = right / np.maximum(confusion.sum(axis=0), 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    scaled = logits / temperature
    return SplitMetrics(
        protocol=protocol,
        count=len(labels),
        accuracy=float(right.sum() / len(labels)),
        macro_f1=float(f1.mean()),
        ece=calibration_error(scaled.softmax(dim=1), labels),
        nll=float(functional.cross_entropy(scaled, labels)),
        ece_before=calibration_error(logits.softmax(dim=1), labels),
        nll_before=float(functional.cross_entropy(logits, labels)),
        recall=dict(zip(classes, recall.tolist(), strict=True)),
        confusion=confusion.tolist(),
    )
