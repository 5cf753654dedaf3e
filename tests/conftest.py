"""Fixtures for the whole suite."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from emotion_desktop.labels import Emotion
from emotion_desktop.models import CheckpointMetadata, SplitMetrics, create_model, get_spec
from emotion_desktop.models.checkpoint import input_spec, parameter_count, save_checkpoint

CheckpointMaker = Callable[..., Path]

# Compiling each test's own checkpoint would take seconds; tests of ONNX Runtime ask for it by name.
os.environ["EMOTION_DESKTOP_BACKEND"] = "torch"


@pytest.fixture
def make_checkpoint(tmp_path: Path) -> CheckpointMaker:
    """A function that writes an untrained, valid checkpoint and returns its path."""

    def make(
        arch: str = "cnn48_rgb",
        *,
        classes: tuple[Emotion, ...] | None = None,
        folder: Path = tmp_path,
        name: str | None = None,
        accuracy: float = 0.5,
    ) -> Path:
        import torch

        torch.manual_seed(0)
        spec = get_spec(arch)
        classes = classes or spec.classes
        model = create_model(arch, len(classes))
        metadata = CheckpointMetadata(
            architecture=arch,
            classes=classes,
            input=input_spec(spec),
            label_source="ferplus-votes",
            training={"epochs": 0},
            history=(),
            metrics={
                "PrivateTest": SplitMetrics(
                    protocol="untrained weights made for a test",
                    count=100,
                    accuracy=accuracy,
                    macro_f1=0.8 * accuracy,
                    ece=0.02,
                    nll=0.6,
                    ece_before=0.05,
                    nll_before=0.7,
                    recall=dict.fromkeys(classes, 0.5),
                    confusion=[[0] * len(classes) for _ in classes],
                )
            },
            temperature=1.25,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            data_fingerprint="0" * 64,
            package_version="0",
            parameters=parameter_count(model),
        )
        path = folder / f"{name or arch}.safetensors"
        save_checkpoint(path, model, metadata)
        return path

    return make
