"""Figures of a checkpoint or an ensemble on one split of the data."""

from dataclasses import dataclass

import torch
from torch import Tensor

from emotion_desktop.models import (
    CheckpointMetadata,
    EvaluationProtocol,
    LabelSource,
    SplitMetrics,
)
from emotion_desktop.models.protocol import Tta
from trainer.data import FaceTable, Samples, Split, select
from trainer.evaluation.ensemble import Ensemble, Model, members
from trainer.evaluation.metrics import fit_temperature, measure
from trainer.evaluation.predict import on_device, predict


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Score:
    """Figures, and what they were computed from.

    Attributes:
        metrics: With `temperature`.
        temperature: Divides the logits.
        logits: (n, C) float32, uncalibrated; log-probabilities with TTA or of an ensemble.
        samples: The faces, row by row those of `logits`.
    """

    metrics: SplitMetrics
    temperature: float
    logits: Tensor
    samples: Samples


def score(
    model: Model,
    table: FaceTable,
    split: Split,
    *,
    device: torch.device,
    labels: LabelSource | None = None,
    temperature: float | None = None,
    tta: Tta = "none",
) -> Score:
    """Return the figures of a model on the faces of a split that show one of its classes.

    Args:
        model: What to score.
        table: The data.
        split: Which part of it.
        device: Where to compute.
        labels: Where labels come from; if None those of the training, FER+ votes counted by
            majority.
        temperature: Divides the logits. If None, it is fitted on PublicTest when that is the
            split to score, and elsewhere `own_temperature`.
        tta: Which views of a face are averaged.

    Raises:
        DataError: If the labels ask for FER+ votes that are not there, or no face remains.
    """
    metadata = trained(model)
    labels = labels or evaluation_labels(metadata)
    samples = select(table, split, metadata.classes, labels=labels, merges=metadata.merges)
    logits = predict_logits(model, samples.images, device=device, tta=tta)
    if temperature is None:
        fits = split == "PublicTest"
        temperature = fit_temperature(logits, samples.labels) if fits else own_temperature(model)
    return Score(
        metrics=measure(
            logits,
            samples.labels,
            metadata.classes,
            temperature=temperature,
            protocol=describe(model, samples, labels, tta),
        ),
        temperature=temperature,
        logits=logits,
        samples=samples,
    )


def predict_logits(
    model: Model, images: Tensor, *, device: torch.device, tta: Tta = "none"
) -> Tensor:
    """Return (n, C) float32 on the CPU: logits, with TTA or of an ensemble log-probabilities.

    Args:
        model: What to ask.
        images: (n, H, W) uint8 gray, or (n, H, W, 3) uint8 RGB.
        device: Where to compute.
        tta: Which views of a face are averaged.
    """
    if isinstance(model, Ensemble):
        return model.predict(images, device=device, tta=tta)
    return predict(on_device(model.model, device), model.spec, images, device=device, tta=tta)


def own_temperature(model: Model) -> float:
    """Return a checkpoint's temperature; 1 for an ensemble, whose members have used theirs."""
    return 1.0 if isinstance(model, Ensemble) else model.metadata.temperature


def trained(model: Model) -> CheckpointMetadata:
    """Return what a model knows of its training; for an ensemble, its first member."""
    return members(model)[0].metadata


def evaluation_labels(metadata: CheckpointMetadata) -> LabelSource:
    """Return the labels to score a model by: its own, FER+ votes counted by majority."""
    return "fer2013" if metadata.label_source == "fer2013" else "ferplus-majority"


def describe(model: Model, samples: Samples, labels: LabelSource, tta: Tta) -> EvaluationProtocol:
    """Return how a model was measured on some faces.

    Adds to what the faces say of themselves: their views, the number of an ensemble's members,
    other labels in training, and classes without a face.
    """
    metadata = trained(model)
    own = metadata.label_source == "fer2013"
    absent = [c for i, c in enumerate(metadata.classes) if not (samples.labels == i).any()]
    return samples.protocol.model_copy(
        update={
            "tta": tta,
            "ensemble_size": len(model.members) if isinstance(model, Ensemble) else None,
            "trained_on": None
            if own == (labels == "fer2013")
            else ("original" if own else "ferplus"),
            "missing": tuple(absent),
        }
    )
