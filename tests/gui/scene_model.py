"""What the model of the scenes says of itself, and how fast it is."""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

import numpy as np

from emotion_desktop.models import CheckpointMetadata, SplitMetrics, get_spec
from emotion_desktop.models.checkpoint import input_spec
from emotion_desktop.vision.live.stats import LiveStats
from tests.gui.scene_pictures import CLASSES, MODEL

STATS: Final = LiveStats(
    source="demo",
    size=(1280, 720),
    source_fps=30.0,
    fps=29.9,
    dropped=3,
    model=MODEL,
    device="CPU (ONNX Runtime)",
    stage_s=MappingProxyType({"detect": 0.0041, "align": 0.0008, "predict": 0.0024}),
    stage_p95_s=MappingProxyType({"detect": 0.0068, "align": 0.0012, "predict": 0.0031}),
)


def metadata() -> CheckpointMetadata:
    """Return what a model says of itself that was never trained."""
    right = np.array([271, 24, 187, 855, 402, 380, 930])
    wrong = np.array([[3, 1, 6, 4, 11, 2, 19]] * 7)
    confusion = wrong + np.diag(right)
    counts = confusion.sum(axis=1)
    recall = {e: float(right[i] / counts[i]) for i, e in enumerate(CLASSES)}
    spec = get_spec(MODEL)
    return CheckpointMetadata(
        architecture=MODEL,
        classes=CLASSES,
        input=input_spec(spec),
        label_source="ferplus-votes",
        training={"epochs": 60},
        history=(),
        metrics={
            "PrivateTest": SplitMetrics(
                protocol="FER+ majority, PrivateTest",
                count=int(counts.sum()),
                accuracy=float(right.sum() / counts.sum()),
                macro_f1=0.78,
                ece=0.012,
                nll=0.41,
                ece_before=0.05,
                nll_before=0.5,
                recall=recall,
                confusion=confusion.tolist(),
            )
        },
        temperature=1.25,
        created_at=datetime(2026, 1, 31, tzinfo=UTC),
        data_fingerprint="0" * 64,
        package_version="0",
        parameters=5_012_391,
    )
