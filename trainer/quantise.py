"""A checkpoint's int8 graph: the ranges of its activations on faces, and what it says of faces."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import helper
from torch import Tensor

from emotion_desktop.models import Checkpoint
from emotion_desktop.models.onnx_graph import with_weights
from emotion_desktop.models.onnx_interface import CROPS, GraphKind
from emotion_desktop.models.onnx_runtime import onnxruntime
from emotion_desktop.models.preprocess import to_input
from trainer.quantiser import Quantiser, Range

FACES: Final = 512
"""On which the ranges of activations are measured."""

PERCENTILE: Final = 99.999
"""Of an activation's values that its range holds; the rest is cut off."""

BATCH: Final = 16
_SAMPLE: Final = 1 << 16
"""Values of each activation that are looked at in a batch."""


def int8_graph(checkpoint: Checkpoint, graph: bytes, faces: Tensor) -> bytes:
    """Return the graph of int8 logits of a checkpoint as a serialised ONNX model without weights.

    Args:
        checkpoint: The network.
        graph: Its float32 logits.
        faces: (n, H, W[, 3]) uint8, to measure the ranges on; evenly chosen if more than `FACES`.
    """
    weights = _weights(checkpoint)
    quantiser = Quantiser(
        onnx.load_model_from_string(graph),
        {name: values.shape for name, values in weights.items()},
    )
    chosen = torch.linspace(0, len(faces) - 1, min(FACES, len(faces))).round().long()
    crops = to_crops(faces[chosen], checkpoint)
    ranges = _ranges(checkpoint, graph, quantiser.activations, crops)
    data: bytes = quantiser.quantise(ranges).SerializeToString()
    return data


def graph_logits(
    checkpoint: Checkpoint, graph: bytes, kind: GraphKind, faces: Tensor, threads: int = 0
) -> Tensor:
    """Return (n, C) float32 logits that a graph computes of (n, H, W[, 3]) uint8 faces.

    Args:
        checkpoint: The network.
        graph: A serialised ONNX model without weights.
        kind: What it is.
        faces: The faces, of any size.
        threads: To compute with; as many as ONNX Runtime likes if 0.
    """
    model = _with_weights(checkpoint, graph, kind)
    session = _session(model, threads)
    rows = [
        session.run(None, {CROPS: to_crops(part, checkpoint)})[0]
        for part in torch.split(faces, BATCH)
    ]
    return torch.from_numpy(np.concatenate(rows))


def to_crops(faces: Tensor, checkpoint: Checkpoint) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return (n, S, S, 3) uint8 RGB crops in the size of a network's input."""
    pixels = 255 * to_input(faces, 3, checkpoint.spec.size)  # (n, 3, S, S)
    return pixels.round().to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()


def _ranges(
    checkpoint: Checkpoint,
    graph: bytes,
    activations: Sequence[str],
    crops: np.ndarray[Any, np.dtype[np.uint8]],
) -> Mapping[str, Range]:
    model = onnx.load_model_from_string(_with_weights(checkpoint, graph, GraphKind.LOGITS))
    for name in activations:
        model.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = _session(model.SerializeToString())
    rng = np.random.default_rng(0)
    samples: dict[str, list[np.ndarray[Any, np.dtype[np.float32]]]] = {n: [] for n in activations}
    for part in _parts(crops):
        for name, values in zip(
            activations, session.run(list(activations), {CROPS: part}), strict=True
        ):
            flat = values.ravel()
            sampled = flat[rng.integers(0, flat.size, _SAMPLE)] if flat.size > _SAMPLE else flat
            samples[name].append(sampled)
    limits = (100 - PERCENTILE, PERCENTILE)
    found = {name: np.percentile(np.concatenate(parts), limits) for name, parts in samples.items()}
    return {name: (float(low), float(high)) for name, (low, high) in found.items()}


def _parts(
    crops: np.ndarray[Any, np.dtype[np.uint8]],
) -> Iterator[np.ndarray[Any, np.dtype[np.uint8]]]:
    for start in range(0, len(crops), BATCH):
        yield crops[start : start + BATCH]


def _weights(checkpoint: Checkpoint) -> dict[str, np.ndarray[Any, Any]]:
    state = checkpoint.model.state_dict()
    return {
        name: value.cpu().contiguous().numpy()
        for name, value in state.items()
        if value.is_floating_point()
    }


def _with_weights(checkpoint: Checkpoint, graph: bytes, kind: GraphKind) -> bytes:
    classes = len(checkpoint.metadata.classes)
    return with_weights(
        graph, kind, _weights(checkpoint), size=checkpoint.spec.size, classes=classes
    )


def _session(model: bytes, threads: int = 0) -> Any:  # noqa: ANN401 (ONNX Runtime has no types)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
