"""Reading and writing checkpoints: safetensors for the weights, JSON in the header for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from safetensors.torch import save as dump_tensors
from torch import Tensor, nn

from emotion_desktop.errors import CheckpointError
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.models.metadata import (
    KEY,
    CheckpointMetadata,
    InputSpec,
    check_architecture,
    read_metadata,
    read_weights,
    tensor_digest,
)
from emotion_desktop.models.onnx_graph import KEY as GRAPHS
from emotion_desktop.models.onnx_graph import pack_graphs
from emotion_desktop.models.onnx_interface import GraphKind
from emotion_desktop.models.registry import create_model, get_spec
from emotion_desktop.models.spec import ModelSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A trained network with everything known about it.

    Attributes:
        model: In evaluation mode, float32, on the CPU; returns uncalibrated logits.
        spec: Its architecture.
        metadata: Classes, figures, temperature and origin.
        path: The file it came from.
    """

    model: nn.Module
    spec: ModelSpec
    metadata: CheckpointMetadata
    path: Path


def input_spec(spec: ModelSpec) -> InputSpec:
    """Return the input part of the metadata for an architecture."""
    return InputSpec(
        size=spec.size, channels=1 if spec.channels == 1 else 3, mean=spec.mean, std=spec.std
    )


def load_checkpoint(path: Path | str) -> Checkpoint:
    """Load a checkpoint and check that nothing in it is missing, damaged or of another network.

    Raises:
        CheckpointError: With one sentence that names the file and what is wrong with it.
    """
    path = Path(path)
    metadata = read_metadata(path)
    check_architecture(path, metadata)
    spec = get_spec(metadata.architecture)
    if metadata.input != input_spec(spec):
        raise CheckpointError(
            "{path} was trained with a different input format than {model} expects; retrain it",
            path=path,
            model=spec.name,
        )
    weights = read_weights(path, metadata)
    model = create_model(spec.name, len(metadata.classes))
    try:
        model.load_state_dict({name: _tensor(values) for name, values in weights.items()})
    except RuntimeError as error:
        raise CheckpointError(
            "the weights in {path} do not fit {model} with {count} classes",
            path=path,
            model=spec.name,
            count=len(metadata.classes),
        ) from error
    return Checkpoint(model=model.eval(), spec=spec, metadata=metadata, path=path)


def save_checkpoint(
    path: Path | str,
    model: nn.Module,
    metadata: CheckpointMetadata,
    graphs: Mapping[GraphKind, bytes] | None = None,
) -> None:
    """Write a checkpoint, weights as float16; the file at `path` is whole or untouched.

    Args:
        path: The file.
        model: Its weights are written.
        metadata: Everything known about it; the weights' checksum is put in.
        graphs: Weight-less ONNX graphs, by which the app runs it without PyTorch.

    Raises:
        CheckpointError: If the file cannot be written, e.g. because the disk is full.
    """
    path = Path(path)
    tensors = {name: _half_precision(value) for name, value in model.state_dict().items()}
    digest = tensor_digest(dump_tensors(tensors))
    document = metadata.model_copy(update={"weights_sha256": digest}).model_dump_json()
    texts = {KEY: document} | ({GRAPHS: pack_graphs(graphs)} if graphs else {})
    data = dump_tensors(tensors, metadata=texts)
    try:
        write_whole(path, data)
    except OSError as error:
        raise CheckpointError(
            "cannot write checkpoint {path}: {reason}", path=path, reason=error.strerror
        ) from error


def _half_precision(value: Tensor) -> Tensor:
    value = value.detach().cpu().contiguous()
    return value.half() if value.is_floating_point() else value


def _tensor(values: NDArray[Any]) -> Tensor:
    value = torch.from_numpy(values)
    return value.float() if value.is_floating_point() else value


def parameter_count(model: nn.Module) -> int:
    """Return the number of trainable parameters."""
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)


def choose_device(wanted: str = "auto") -> torch.device:
    """Return the device to compute on: CUDA, else Apple's MPS, else the CPU.

    Args:
        wanted: `auto`, `cpu`, `cuda`, `cuda:1`, `mps`.

    Raises:
        CheckpointError: If a device is asked for that this machine does not have.
    """
    if wanted == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    count = {
        "cpu": 1,
        "cuda": torch.cuda.device_count(),
        "mps": int(torch.backends.mps.is_available()),
    }
    kind, _, index = wanted.partition(":")
    number = int(index) if index.isdecimal() else -1 if index else 0
    if not 0 <= number < count.get(kind, 0):
        usable = ", ".join(name for name, there in count.items() if there)
        raise CheckpointError(
            "device {name!r} is not available here; use auto or one of: {names}",
            name=wanted,
            names=usable,
        )
    return torch.device(wanted)
