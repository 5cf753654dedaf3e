"""Models side by side on the same split, with what other faces might have given."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch

from emotion_desktop.labels import Emotion
from emotion_desktop.models import LabelSource
from emotion_desktop.models.ensemble import disagreement
from emotion_desktop.models.protocol import Tta
from trainer.data import FaceTable, Split
from trainer.evaluation.bootstrap import Bootstrap, Interval, bootstrap
from trainer.evaluation.ensemble import Model, members
from trainer.evaluation.score import own_temperature, score, trained


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A model's line of a comparison.

    Attributes:
        name: As the user gave it.
        protocol: Labels, classes, split, count and views, in words.
        classes: Which it tells apart; it is scored on faces of these only.
        count: Faces.
        parameters: Trainable ones; of all members of an ensemble.
        figures: By the names in `bootstrap.FIGURES`.
        ece: Expected calibration error.
        ece_floor: What it would be by chance, were the model calibrated.
        difference: To the first model on the same faces; None for the first itself and for a
            model of other classes.
    """

    name: str
    protocol: str
    classes: tuple[Emotion, ...]
    count: int
    parameters: int
    figures: dict[str, Interval]
    ece: float
    ece_floor: float
    difference: dict[str, Interval] | None


def compare(
    models: Mapping[str, Model],
    table: FaceTable,
    split: Split,
    *,
    device: torch.device,
    labels: LabelSource | None = None,
    tta: Tta = "none",
    resamples: int = 2000,
    seed: int = 1,
) -> list[Compared]:
    """Return each model's figures with their intervals, and its paired difference to the first.

    Args:
        models: By name, in the order to show them.
        table: The data.
        split: Which part of it.
        device: Where to compute.
        labels: Where labels come from; those of each model's training if None.
        tta: Which views of a face are averaged.
        resamples: Of the bootstrap.
        seed: Of the bootstrap.

    Raises:
        DataError: If the labels ask for FER+ votes that are not there, or no face remains.
    """
    lines: list[Compared] = []
    first: tuple[Model, Bootstrap] | None = None
    for name, model in models.items():
        temperature = own_temperature(model)
        scored = score(
            model, table, split, device=device, labels=labels, temperature=temperature, tta=tta
        )
        resampled = bootstrap(
            scored.logits,
            scored.samples.labels,
            temperature=temperature,
            resamples=resamples,
            seed=seed,
        )
        paired = first is not None and not disagreement(trained(first[0]), trained(model))
        assert scored.metrics.ece_floor is not None
        lines.append(
            Compared(
                name=name,
                protocol=str(scored.metrics.protocol),
                classes=trained(model).classes,
                count=scored.metrics.count,
                parameters=sum(member.metadata.parameters for member in members(model)),
                figures=resampled.intervals(),
                ece=scored.metrics.ece,
                ece_floor=scored.metrics.ece_floor,
                difference=resampled.minus(first[1]).intervals() if first and paired else None,
            )
        )
        first = first or (model, resampled)
    return lines
