"""A checkpoint with another content than the shipped one that it is a copy of."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load, save

from emotion_desktop.config import shipped_checkpoints
from emotion_desktop.models.metadata import read_texts, tensor_digest, with_texts

NAME = "cnn48_rgb"
Weights = dict[str, np.ndarray[Any, Any]]


def spoilt(
    folder: Path,
    metadata: Mapping[str, object] | None = None,
    weights: Callable[[Weights], Weights] | None = None,
    metrics: Mapping[str, object] | None = None,
) -> Path:
    """Return a copy of a shipped checkpoint with other content; its checksum is right."""
    original = shipped_checkpoints() / f"{NAME}.safetensors"
    data, texts = original.read_bytes(), read_texts(original)
    if weights is not None:
        data = save(weights(load(data)), texts)
    document = json.loads(texts["emotion_desktop"]) | {"weights_sha256": tensor_digest(data)}
    document |= metadata or {}
    document["metrics"]["PrivateTest"] |= metrics or {}
    texts["emotion_desktop"] = json.dumps(document)
    path = folder / "spoilt.safetensors"
    path.write_bytes(with_texts(data, texts))
    return path


def filled(value: float) -> Callable[[Weights], Weights]:
    """Return what puts a number into the weights."""

    def change(weights: Weights) -> Weights:
        name = max(weights, key=lambda key: weights[key].ndim)
        values = weights[name].copy()
        values.flat[0] = value
        return weights | {name: values}

    return change
