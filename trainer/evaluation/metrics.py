"""What is measured of a model on a split."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from torch import Tensor
from torch.nn import functional

from emotion_desktop.labels import Emotion
from emotion_desktop.models import EvaluationProtocol, SplitMetrics

BINS: Final = 15

TEMPERATURES: Final = (math.exp(-2), math.exp(2))
"""Least and greatest temperature that is looked for."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reliability:
    """How often a model is right when it is so sure: faces by confidence, in bins of equal width.

    Attributes:
        confidence: (bins,) float64, mean of the largest probability, 0–1; 0 in an empty bin.
        accuracy: (bins,) float64, share of right answers, 0–1; 0 in an empty bin.
        count: (bins,) int64 faces.
    """

    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    count: NDArray[np.int64]

    @property
    def error(self) -> float:
        """The expected calibration error, 0–1; 0 without faces."""
        gap = self.count * np.abs(self.accuracy - self.confidence)
        return float(gap.sum() / max(self.count.sum(), 1))


def reliability(probabilities: Tensor, labels: Tensor, bins: int = BINS) -> Reliability:
    """Return the bins of a reliability diagram.

    Naeini et al. 2015, as in Guo et al. 2017, https://arxiv.org/abs/1706.04599.

    Args:
        probabilities: (n, C), each row sums to 1.
        labels: (n,) int64.
        bins: Number of bins; each holds its upper edge.
    """
    confidence, predicted = probabilities.double().max(dim=1)
    which = confidence_bins(confidence, bins)
    count = torch.bincount(which, minlength=bins)

    def mean(values: Tensor) -> NDArray[np.float64]:
        total = torch.zeros(bins, dtype=torch.float64).index_add_(0, which, values)
        return np.asarray(total / count.clamp(min=1))

    return Reliability(
        confidence=mean(confidence),
        accuracy=mean((predicted == labels).double()),
        count=np.asarray(count),
    )


def confidence_bins(confidence: Tensor, bins: int = BINS) -> Tensor:
    """Return (n,) int64, the bin of each confidence (n,) in 0–1."""
    return (confidence * bins).ceil().long().clamp(1, bins) - 1


def calibration_error(probabilities: Tensor, labels: Tensor, bins: int = BINS) -> float:
    """Return the expected calibration error, 0–1, over the bins of `reliability`.

    Args:
        probabilities: (n, C), each row sums to 1.
        labels: (n,) int64.
        bins: Number of bins.
    """
    return reliability(probabilities, labels, bins).error


def calibration_floor(probabilities: Tensor, draws: int = 200, seed: int = 1) -> float:
    """Return the ECE that a perfectly calibrated model would show on as many faces by chance.

    The mean over draws in which every answer is right as often as its confidence says. An ECE is
    never 0 on finitely many faces, and a bootstrap adds to it once more, so this and not an
    interval tells whether one means anything.

    Args:
        probabilities: (n, C), each row sums to 1.
        draws: How many.
        seed: Of the draws.
    """
    confidence = probabilities.double().max(dim=1).values
    which = functional.one_hot(confidence_bins(confidence), BINS).double()
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.rand(draws, len(confidence), generator=generator, dtype=torch.float64)
    gaps = ((drawn < confidence).double() - confidence) @ which  # (draws, BINS)
    return float(gaps.abs().sum(dim=1).mean() / len(confidence))


def rms_calibration_error(probabilities: Tensor, labels: Tensor, bins: int = BINS) -> float:
    """Return the debiased root mean square of the gap between confidence and accuracy, 0–1.

    The squared gap of each bin, less the variance that its few faces add to it: Kumar et al. 2019,
    https://arxiv.org/abs/1909.10155. 0 where chance alone explains the gaps.

    Args:
        probabilities: (n, C), each row sums to 1.
        labels: (n,) int64.
        bins: Of equally many faces.
    """
    confidence, predicted = probabilities.double().max(dim=1)
    right = (predicted == labels).double()
    total = 0.0
    for faces in confidence.argsort(stable=True).tensor_split(bins):
        if len(faces) > 1:
            accuracy = right[faces].mean()
            chance = accuracy * (1 - accuracy) / (len(faces) - 1)
            total += float((accuracy - confidence[faces].mean()) ** 2 - chance) * len(faces)
    return math.sqrt(max(0.0, total / len(labels)))


def brier_score(probabilities: Tensor, labels: Tensor) -> float:
    """Return the mean squared distance of probabilities to one-hot labels, 0–2 (Brier 1950).

    Args:
        probabilities: (n, C), each row sums to 1.
        labels: (n,) int64.
    """
    goal = functional.one_hot(labels, probabilities.shape[1])
    distance: Tensor = (probabilities.double() - goal).square().sum(dim=1)
    return float(distance.mean())


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """Return the temperature of `TEMPERATURES` with the least negative log-likelihood.

    Guo et al. 2017, https://arxiv.org/abs/1706.04599.

    Args:
        logits: (n, C).
        labels: (n,) int64.
    """
    logits = logits.double()

    def loss(log_temperature: float) -> float:
        return float(functional.cross_entropy(logits / np.exp(log_temperature), labels))

    found = minimize_scalar(loss, bounds=np.log(TEMPERATURES), method="bounded")
    return float(np.exp(found.x))


def temperature_warning(temperature: float) -> str | None:
    """Return what to say of a fitted temperature at the end of its range; None of another."""
    low, high = TEMPERATURES
    if low * 1.01 < temperature < high / 1.01:
        return None
    return (
        f"the temperature {temperature:.3f} is at its bound: the faces it was fitted on are too "
        "few or all answered alike, so probabilities are not calibrated"
    )


def confusion_matrix(labels: Tensor, predicted: Tensor, count: int) -> NDArray[np.int64]:
    """Return (C, C) int64 counts; rows are true classes, columns predicted ones."""
    pairs = torch.bincount(labels * count + predicted, minlength=count * count)
    return pairs.reshape(count, count).numpy().astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ClassFigures:
    """Figures by class, each (..., C), from confusion matrices (..., C, C).

    Attributes:
        precision: 0–1; 0 for a class never predicted.
        recall: 0–1; 0 for a class without faces.
        f1: 0–1.
        support: Faces of the class.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]
    support: NDArray[np.int64]

    def macro(self, figure: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean (...) of a figure (..., C) over the classes that have faces."""
        there = self.support > 0
        return np.asarray((figure * there).sum(axis=-1) / np.maximum(there.sum(axis=-1), 1))


def class_figures(confusion: NDArray[np.int64]) -> ClassFigures:
    """Return precision, recall, F1 and support by class.

    Args:
        confusion: (..., C, C) counts; rows are true classes, columns predicted ones.
    """
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    support = confusion.sum(axis=-1)
    predicted = confusion.sum(axis=-2)
    return ClassFigures(
        precision=right / np.maximum(predicted, 1),
        recall=right / np.maximum(support, 1),
        f1=2 * right / np.maximum(support + predicted, 1),
        support=support,
    )


def measure(
    logits: Tensor,
    labels: Tensor,
    classes: tuple[Emotion, ...],
    *,
    temperature: float,
    protocol: EvaluationProtocol | str,
) -> SplitMetrics:
    """Return all figures of a model on a split; macro-F1 is the mean over classes that have faces.

    Args:
        logits: (n, C), uncalibrated.
        labels: (n,) int64.
        classes: In the order of the logits.
        temperature: Divides the logits for `ece` and `nll`.
        protocol: How they are measured; in words where no field says it.
    """
    confusion = confusion_matrix(labels, logits.argmax(dim=1), len(classes))
    figures = class_figures(confusion)
    scaled = logits / temperature
    probabilities = scaled.softmax(dim=1)
    return SplitMetrics(
        protocol=protocol,
        count=len(labels),
        accuracy=float(confusion.trace() / len(labels)),
        macro_f1=float(figures.macro(figures.f1)),
        ece=calibration_error(probabilities, labels),
        nll=float(functional.cross_entropy(scaled, labels)),
        ece_before=calibration_error(logits.softmax(dim=1), labels),
        nll_before=float(functional.cross_entropy(logits, labels)),
        ece_floor=calibration_floor(probabilities),
        rms_calibration_error=rms_calibration_error(probabilities, labels),
        brier=brier_score(probabilities, labels),
        recall=dict(zip(classes, figures.recall.tolist(), strict=True)),
        confusion=confusion.tolist(),
    )


def classification_report(metrics: SplitMetrics) -> str:
    """Return precision, recall, F1 and support by class as text, laid out as scikit-learn's.

    Ends with a line break. The macro average is over the classes that have faces.
    """
    figures = class_figures(np.array(metrics.confusion))
    columns = (figures.precision, figures.recall, figures.f1)
    width = max(map(len, [*metrics.recall, "weighted avg"]))
    weights = figures.support / metrics.count
    total = f"{metrics.count:>10}"
    heads = "".join(f"{head:>10}" for head in ("precision", "recall", "f1-score", "support"))
    lines = [str(metrics.protocol), "", f"{'':{width}}{heads}", ""]
    for row, name in enumerate(metrics.recall):
        cells = "".join(f"{column[row]:>10.4f}" for column in columns)
        lines.append(f"{name:>{width}}{cells}{figures.support[row]:>10}")
    macro = "".join(f"{float(figures.macro(column)):>10.4f}" for column in columns)
    weighted = "".join(f"{float(column @ weights):>10.4f}" for column in columns)
    lines += [
        "",
        f"{'accuracy':>{width}}{'':20}{metrics.accuracy:>10.4f}{total}",
        f"{'macro avg':>{width}}{macro}{total}",
        f"{'weighted avg':>{width}}{weighted}{total}",
    ]
    return "\n".join(lines) + "\n"
