"""What the app passes around, made with whatever a test does not care about filled in."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from emotion_desktop.domain import (
    Faces,
    Floats,
    Frame,
    FrameResult,
    Image,
    Landmarks,
    UnreadableReason,
)
from emotion_desktop.labels import FER2013_ORDER, Emotion
from emotion_desktop.models import (
    CheckpointMetadata,
    EvaluationProtocol,
    SplitMetrics,
    get_spec,
)
from emotion_desktop.models.checkpoint import input_spec

Box = tuple[float, float, float, float]

PARTS = np.array([[0.3, 0.35], [0.7, 0.35], [0.5, 0.55], [0.5, 0.75], [0, 0.4], [1, 0.4]])
"""Where in its box eyes, nose, mouth and ears of a face seen from the front are."""

UNSURE = 0.4
"""A face is uncertain whose likeliest class is less likely than this."""


def make_frame(image: Image | None = None, **fields: object) -> Frame:
    """Return the first frame of a source, black unless a picture is given."""
    usual = {"captured_at": 0.0, "index": 0, "time_s": 0.0, "source": "test"}
    if image is None:
        image = np.zeros((360, 640, 3), np.uint8)
    return Frame(image=image, **(usual | fields))  # type: ignore[arg-type]


def make_faces(*boxes: Box, score: float = 0.9) -> Faces:
    """Return faces seen from the front in boxes (x0, y0, x1, y1)."""
    corners = np.array(boxes, np.float32).reshape(-1, 4)
    starts, extents = corners[:, None, :2], corners[:, None, 2:] - corners[:, None, :2]
    return Faces(
        boxes=corners,
        landmarks=Landmarks((starts + extents * PARTS).astype(np.float32)),
        scores=np.full(len(boxes), score, np.float32),
    )


def make_frame_result(
    boxes: Sequence[Box],
    probabilities: Sequence[Sequence[float]],
    *,
    frame: Frame | None = None,
    classes: tuple[Emotion, ...] = FER2013_ORDER,
    uncertain: Sequence[bool] | None = None,
    flaws: Sequence[UnreadableReason | None] = (),
    heatmaps: bool = False,
    **fields: object,
) -> FrameResult:
    """Return what a model says of faces in boxes.

    Args:
        boxes: Of the faces, (x0, y0, x1, y1) px.
        probabilities: Of each face in the order of the classes; the likeliest is its label.
        frame: The picture; a black one if None.
        classes: Of the model.
        uncertain: Whether each face is; if None, those with a flaw and those that are unlikely.
        flaws: Why each face cannot be read, or None; empty if all can be.
        heatmaps: Whether each has one, which is warm at the mouth.
        fields: What else a result holds, as it holds it.
    """
    count = len(boxes)
    faces = make_faces(*boxes)
    rows = np.array(probabilities, np.float32).reshape(count, len(classes))
    if uncertain is None:
        uncertain = [
            bool(flaw) or max(row) < UNSURE
            for flaw, row in zip(flaws or [None] * count, probabilities, strict=True)
        ]
    maps = [[[(x1 - x0) / 48, 0, x0], [0, (x1 - x0) / 48, y0]] for x0, y0, x1, _ in faces.boxes]
    usual = {"track_ids": np.arange(1, count + 1), "model": "cnn48_gray", "device": "CPU"}
    return FrameResult(
        frame=frame or make_frame(),
        faces=faces,
        classes=classes,
        probabilities=rows,
        labels=np.array([np.argmax(row) for row in rows], np.int64),
        uncertain=np.array(uncertain, np.bool_),
        flaws=tuple(flaws),
        heatmaps=np.stack([_warm_mouth()] * count) if heatmaps and count else None,
        crop_to_image=np.array(maps, np.float32).reshape(count, 2, 3),
        **(usual | fields),  # type: ignore[arg-type]
    )


def _warm_mouth() -> Floats:
    rows, columns = np.mgrid[0:48, 0:48]
    return np.asarray(np.exp(-((rows - 34) ** 2 + (columns - 24) ** 2) / 120), np.float32)


def make_protocol(**fields: object) -> EvaluationProtocol:
    """Return how figures of seven classes were measured on PrivateTest, but for these fields."""
    usual = {"labels": "ferplus", "class_count": 7, "split": "PrivateTest", "count": 3137}
    return EvaluationProtocol.model_validate(usual | fields)


def make_metrics(
    classes: tuple[Emotion, ...], confusion: Sequence[Sequence[int]], **fields: object
) -> SplitMetrics:
    """Return figures on PrivateTest that a confusion matrix and these fields leave open."""
    counts = np.array(confusion)
    right, support = np.diagonal(counts), counts.sum(axis=1)
    total = int(support.sum())
    usual = {
        "protocol": make_protocol(class_count=len(classes), count=total),
        "count": max(total, 1),
        "accuracy": float(right.sum() / max(total, 1)),
        "macro_f1": 0.7,
        "ece": 0.0123,
        "nll": 0.4567,
        "ece_before": 0.0789,
        "nll_before": 0.5678,
        "recall": dict(zip(classes, (right / np.maximum(support, 1)).tolist(), strict=True)),
        "confusion": counts.tolist(),
    }
    return SplitMetrics.model_validate(usual | fields)


def make_metadata(
    arch: str = "cnn48_rgb", private_test: SplitMetrics | None = None, /, **fields: object
) -> CheckpointMetadata:
    """Return the header of a plausible checkpoint, with figures on PrivateTest or without any."""
    spec = get_spec(arch)
    usual = {
        "architecture": arch,
        "classes": spec.classes,
        "input": input_spec(spec),
        "label_source": "ferplus-votes",
        "training": {"epochs": 12},
        "history": (),
        "metrics": {} if private_test is None else {"PrivateTest": private_test},
        "temperature": 1.25,
        "created_at": datetime(2026, 1, 31, tzinfo=UTC),
        "data_fingerprint": "0" * 64,
        "package_version": "0",
        "parameters": 595_076,
    }
    return CheckpointMetadata.model_validate(usual | fields)
