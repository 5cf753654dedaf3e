"""What the model of the scenes says of itself, and how fast it is."""

from types import MappingProxyType
from typing import Final

import numpy as np

from emotion_desktop.models import CheckpointMetadata
from emotion_desktop.vision.live.stats import LiveStats
from tests.builders import make_metadata, make_metrics
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
    figures = make_metrics(
        CLASSES,
        (wrong + np.diag(right)).tolist(),
        protocol="FER+ majority, PrivateTest",
        accuracy=float(right.sum() / (wrong + np.diag(right)).sum()),
        macro_f1=0.78,
        ece=0.012,
        ece_before=0.05,
    )
    return make_metadata(MODEL, figures, classes=CLASSES, parameters=5_012_391)
