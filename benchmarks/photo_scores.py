"""Accuracy, macro-F1 and recall of labelled photos, and what one alignment gains on another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from emotion_desktop.domain import Floats, Ints
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from trainer.evaluation.bootstrap import resample_weights

Alignment = Literal["template", "box", "tight", "none"]
ALIGNMENTS: Final[tuple[Alignment, ...]] = get_args(Alignment)
NOBODY: Final = -1
DRAWS: Final = 4_000
SEED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures of one model with one alignment.

    Attributes:
        model: Name of the checkpoint.
        alignment: How faces were cut out.
        photos: How many show a class of the model.
        found: In how many of them a readable face was found; all if none was looked for.
        accuracy: Share of all photos, 0–1.
        macro_f1: 0–1.
        recall: By class, 0–1; classes that no photo shows are left out.
    """

    model: str
    alignment: Alignment
    photos: int
    found: int
    accuracy: float
    macro_f1: float
    recall: dict[Emotion, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much more photos `template` labels rightly than another alignment, of the same photos.

    Attributes:
        model: Name of the checkpoint, or of all of them together.
        other: The alignment compared with.
        mean: Difference of the accuracies, -1 to 1.
        low: Start of the 95 % bootstrap interval.
        high: Its end.
    """

    model: str
    other: Alignment
    mean: float
    low: float
    high: float


def score(
    model: str, alignment: Alignment, classes: Sequence[Emotion], truth: Ints, labels: Ints
) -> Score:
    """Return the figures of one model with one alignment.

    Args:
        model: Name of the checkpoint.
        alignment: How faces were cut out.
        classes: What the indices mean.
        truth: (n,) int64 class indices, n > 0.
        labels: (n,) int64 class indices or `NOBODY`.
    """
    recall, f1 = {}, []
    for index, emotion in enumerate(classes):
        is_true, is_named = truth == index, labels == index
        if is_true.any():
            right = int(np.sum(is_true & is_named))
            recall[emotion] = right / int(is_true.sum())
            f1.append(2 * right / int(is_true.sum() + is_named.sum()))
    return Score(
        model=model,
        alignment=alignment,
        photos=len(truth),
        found=int(np.sum(labels != NOBODY)),
        accuracy=float(np.mean(labels == truth)),
        macro_f1=float(np.mean(f1)),
        recall={emotion: recall[emotion] for emotion in CANONICAL_ORDER if emotion in recall},
    )


def difference(model: str, other: Alignment, gains: Floats) -> Difference:
    """Return the mean gain with its bootstrap interval.

    Photos are drawn anew with replacement, each with all that was measured on it: Efron &
    Tibshirani 1993, chapter 13.

    Args:
        model: Name of the checkpoint, or of all of them together.
        other: The alignment compared with.
        gains: (models, photos): 1 where only `template` was right, -1 where only the other was,
            else 0; not a number where the model was not asked about the photo.
    """
    sums, counts = np.nansum(gains, axis=0), np.sum(~np.isnan(gains), axis=0)
    means = np.concatenate(
        [
            # at least 1, as a draw may hold no photo of the model's
            weights @ sums / np.maximum(weights @ counts, 1)
            for weights in resample_weights(len(sums), DRAWS, SEED)
        ]
    )
    low, high = np.percentile(means, (2.5, 97.5))
    mean = float(sums.sum() / counts.sum())
    return Difference(model=model, other=other, mean=mean, low=float(low), high=float(high))


def tables(scores: Sequence[Score], gains: Sequence[Difference]) -> str:
    """Return the figures as Markdown tables."""
    lines = [
        "| model | alignment | photos | found % | accuracy % | macro-F1 % | recall % |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for s in scores:
        recall = ", ".join(f"{name} {100 * value:.0f}" for name, value in s.recall.items())
        lines.append(
            f"| {s.model} | {s.alignment} | {s.photos} | {100 * s.found / s.photos:.1f} "
            f"| {100 * s.accuracy:.1f} | {100 * s.macro_f1:.1f} | {recall} |"
        )
    if gains:
        lines += [
            "",
            "| model | template minus | accuracy, percentage points | 95 % interval |",
            "|---|---|---:|---:|",
        ]
    lines += [
        f"| {g.model} | {g.other} | {100 * g.mean:+.1f} "
        f"| {100 * g.low:+.1f} to {100 * g.high:+.1f} |"
        for g in gains
    ]
    return "\n".join(lines)
